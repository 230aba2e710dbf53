"""Looking back at whole days: what cannot be seen in the moment of sending."""
