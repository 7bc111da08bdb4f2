"""The main window round the pages: its menus and bars, and what opens, saves and backs up a portfolio."""
