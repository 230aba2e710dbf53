"""Actions of forms."""
