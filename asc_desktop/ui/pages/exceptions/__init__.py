"""The page *Exceptions* and its parts."""
