"""The page *Risks* and its parts."""
