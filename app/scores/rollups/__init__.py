"""Scores of more than one task: of a theme, a desk over all its tasks, an office over its plans of a year."""
