"""Deadlines as a calendar: what is due when, what is done with which evidence, who is reminded, who was asked."""
