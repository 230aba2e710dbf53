"""Actions of plans."""
