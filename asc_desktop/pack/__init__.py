"""What a board pack says, once: sections of titles, notes and tables made from a report. Knows no format."""
