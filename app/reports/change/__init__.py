"""Screens that say whether something changed from one period to the next."""
