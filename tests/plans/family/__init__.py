"""The family of plans."""
