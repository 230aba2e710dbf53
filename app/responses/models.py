"""Models of responses."""
