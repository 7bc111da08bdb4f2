"""A council's workbook becomes records: reading, understanding, preview, and one undoable transaction."""
