"""In which languages an office offers its forms to citizens."""
