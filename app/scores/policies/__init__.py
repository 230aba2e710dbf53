"""Which method an office publishes by, and with which weights: a choice with a first day, kept for ever."""
