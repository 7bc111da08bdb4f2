"""The page *Activity* and its parts."""
