"""Actions of access."""
