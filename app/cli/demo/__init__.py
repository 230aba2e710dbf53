"""The demo office: an invented commune with its plan, desks, forms and two thousand answers."""
