"""Tests of the numbers of visits that desks have served."""
