"""The import of a tracker, step by step: what was found, its columns, its words, and what it would do."""
