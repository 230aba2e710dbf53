"""Tests of the screens from opening a form to sending it."""
