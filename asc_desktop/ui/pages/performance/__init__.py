"""The page *Performance* and its parts."""
