"""How the sender of a case can be reached, where he wants to be: sealed, apart from the case, and deleted in time."""
