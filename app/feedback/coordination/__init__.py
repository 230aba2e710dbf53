"""Asking a colleague for his part of a case: who is asked, what they may read, what they add."""
