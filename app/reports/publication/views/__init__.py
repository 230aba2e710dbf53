"""Pages about what an office publishes: for everybody, and for the office itself."""
