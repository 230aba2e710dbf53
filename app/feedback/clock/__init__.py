"""By when a case has to be answered, how much of the time is used, and how punctual an office is."""
