"""The page *Issues*."""
