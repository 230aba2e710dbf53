"""The words of form files, for translators."""
