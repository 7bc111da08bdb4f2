"""One module for each sheet of the board pack."""
