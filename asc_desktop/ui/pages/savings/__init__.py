"""The page *Savings* and its parts."""
