"""Tests of the one-page overview."""
