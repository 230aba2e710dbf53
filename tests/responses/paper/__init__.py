"""Paper forms."""
