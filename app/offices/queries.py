"""Queries of offices."""
