"""Workbooks of others are read: each kind into the same plain cells, in a process of its own that has limits."""
