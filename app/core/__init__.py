"""Words every package may use; no survey noun lives here."""
