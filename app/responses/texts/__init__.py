"""Texts of responses that lie elsewhere for a time."""
