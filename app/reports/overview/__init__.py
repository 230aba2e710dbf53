"""A plan on one page: each task a line, and what needs the leader first."""
