"""The page *Board pack* and its parts."""
