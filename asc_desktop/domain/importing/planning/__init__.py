"""From rows to records: what each cell says, which record each row is, and what would become of it."""
