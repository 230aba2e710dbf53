"""Offices side by side, ranked only as far as their answers tell them apart."""
