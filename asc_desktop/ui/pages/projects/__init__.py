"""The page *Projects* and its parts."""
