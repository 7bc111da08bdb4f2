"""The page *Decisions* and its parts."""
