"""What stands beside a text, for those who may not read responses."""
