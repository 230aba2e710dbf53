"""Tests of who hears that time runs out."""
