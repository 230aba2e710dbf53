"""Asking and writing down: an official reads the questions out on the office's own device (mode assisted)."""
