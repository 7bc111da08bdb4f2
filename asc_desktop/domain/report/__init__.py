"""The report: what it holds, how each part is worked out, and what is read from two of them."""
