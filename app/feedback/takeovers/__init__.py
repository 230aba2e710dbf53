"""Cases of an office that was merged or divided go on at the office that does its work now."""
