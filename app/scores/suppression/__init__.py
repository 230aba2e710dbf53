"""What those who may not read single responses are shown: numbers that move in steps of several people."""
