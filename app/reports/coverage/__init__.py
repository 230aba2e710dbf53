"""Which groups of people answer, and which do not: hard-to-reach places and people."""
