"""Tests of the coverage of groups."""
