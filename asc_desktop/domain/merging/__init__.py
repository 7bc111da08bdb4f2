"""Two histories of one portfolio become one: their fold, what they disagree in, and how that is settled."""
