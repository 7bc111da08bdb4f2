"""Qt item models over records and reports: one generic table model serves every page."""
