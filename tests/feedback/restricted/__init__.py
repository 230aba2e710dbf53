"""Tests of the restricted box."""
