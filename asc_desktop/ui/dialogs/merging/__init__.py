"""The window that merges a colleague's copy, or a file of changes, into the open portfolio."""
