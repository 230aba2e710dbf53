"""Actions of feedback."""
