"""The totals that a sheet prints, held against what will be taken, and kept as control totals."""
