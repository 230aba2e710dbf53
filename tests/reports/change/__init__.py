"""Tests of the pages that compare periods."""
