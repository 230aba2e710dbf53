"""Models of offices."""
