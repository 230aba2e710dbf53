"""Visit slips."""
