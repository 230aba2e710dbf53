"""Pure decisions of this package."""
