"""Models of access."""
