"""The one table: view, header, clipboard, layout."""
