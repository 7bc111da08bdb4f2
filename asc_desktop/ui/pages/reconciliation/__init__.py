"""The page *Reconciliation* and its parts."""
