"""The page *History* and its parts."""
