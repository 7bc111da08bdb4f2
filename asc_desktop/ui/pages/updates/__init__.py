"""The page *Updates* and its parts."""
