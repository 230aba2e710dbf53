"""Tests of app.feedback.files."""
