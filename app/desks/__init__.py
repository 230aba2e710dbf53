"""Where it is asked."""
