"""Queries of forms."""
