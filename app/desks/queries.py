"""Queries of desks."""
