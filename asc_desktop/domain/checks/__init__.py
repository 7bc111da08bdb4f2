"""The checks on records, each with the sentence that refuses."""
