"""Actions of offices."""
