"""The page *Publication* and its parts."""
