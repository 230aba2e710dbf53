"""Months, quarters and half-years side by side: what may be shown of each, and whether two of them differ."""
