"""What is kept of citizens, looked for with a magnifying glass."""
