"""From opening a form to sending it, by placement and day, beside the visits that desks have served."""
