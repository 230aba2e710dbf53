"""Tests of the letter of the morning."""
