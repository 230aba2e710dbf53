"""What somebody must answer."""
