"""The one form, its fields and their editors, and the fields that save themselves."""
