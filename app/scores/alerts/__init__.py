"""What the head of an office and those in charge have to hear of without looking for it; never public."""
