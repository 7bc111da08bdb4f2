"""Every record of a portfolio: its fields, described once, and its place among the others."""
