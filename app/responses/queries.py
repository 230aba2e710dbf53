"""Queries of responses."""
