"""Actions of desks."""
