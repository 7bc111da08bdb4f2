"""The page *Themes* and its parts."""
