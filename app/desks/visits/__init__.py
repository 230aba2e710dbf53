"""How many visits a desk served, by day: typed in or imported, the denominator of the response rate."""
