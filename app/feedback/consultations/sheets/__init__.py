"""Opinions on paper or said at a meeting: the sheet to be printed, and typing it in for those who wrote it."""
