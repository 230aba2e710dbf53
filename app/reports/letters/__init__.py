"""The one letter that an official gets in the morning: due dates, cases and alerts together."""
