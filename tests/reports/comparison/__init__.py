"""Tests of the comparison of offices."""
