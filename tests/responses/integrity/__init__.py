"""Tests of the checks that set responses aside."""
