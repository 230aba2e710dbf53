"""Screens of alerts: who waits for what, taking note, and the rules of an office."""
