"""Attack tried, and what happened: each row of ``docs/an-toan.md`` is a test, here or beside what it attacks."""
