"""How many answers come for every hundred visits served, where somebody has written down the visits."""
