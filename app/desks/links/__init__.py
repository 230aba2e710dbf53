"""Web links: the address under which a portal asks a placed form."""
