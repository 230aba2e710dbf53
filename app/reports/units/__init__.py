"""The scores of one desk and of one office."""
