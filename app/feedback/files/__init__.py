"""Photos of citizens and proofs of officials: drawn again with nothing hidden in them, read by right or code."""
