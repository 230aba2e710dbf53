"""What the office promised."""
