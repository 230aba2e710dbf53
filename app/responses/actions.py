"""Actions of responses."""
