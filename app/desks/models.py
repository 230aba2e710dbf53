"""Models of desks."""
