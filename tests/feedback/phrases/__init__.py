"""Tests of the phrases that citizens share."""
