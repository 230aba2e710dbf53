"""The scores of a desk and of an office."""
