"""Why a task has no number, and what is to be done next."""
