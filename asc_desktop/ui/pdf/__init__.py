"""The board pack as a PDF: laid out once into pages that the preview and the file paint alike."""
