"""Who is whose superior, and since when."""
