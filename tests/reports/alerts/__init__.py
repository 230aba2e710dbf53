"""Tests of the screens of alerts."""
