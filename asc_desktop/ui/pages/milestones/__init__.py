"""The page *Milestones* and its parts."""
