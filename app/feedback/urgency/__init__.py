"""Words that hint at danger or a threat: a hint to whoever sorts cases, and never a decision."""
