"""The page *Budget* and its parts."""
