"""What stands beside a text that somebody wrote, for those who answer for the task and may not read responses."""
