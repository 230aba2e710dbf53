"""The public page: numbers of a period that is over, frozen, published once, and open to everybody."""
