"""The page *Changes* and its parts."""
