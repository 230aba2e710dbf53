"""Thước Đo: from a work plan to a satisfaction score for each of its tasks."""
