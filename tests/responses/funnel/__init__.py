"""Tests of the counters of pages opened and begun."""
