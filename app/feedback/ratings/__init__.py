"""How the sender of a case rates the reply: in time, to the point, with proof."""
