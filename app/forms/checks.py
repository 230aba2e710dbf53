"""Everything wrong with a form file, told at once."""
