"""How plans belong together: the plan above, the plans below, and last year's plan, task by task."""
