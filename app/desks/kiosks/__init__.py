"""Kiosks: tablets of the office that stand at a desk, each bound to one address."""
