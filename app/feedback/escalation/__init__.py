"""Who hears by letter of cases: what is in whose hands, and whose time runs out."""
