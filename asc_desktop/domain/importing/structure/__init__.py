"""Finding the tables of a sheet, how each lies, and what its lines and columns are."""
