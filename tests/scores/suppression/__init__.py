"""What those who may not read single responses are shown."""
