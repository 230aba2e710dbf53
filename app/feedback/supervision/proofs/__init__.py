"""Photos and documents that belong to a supervision sheet."""
