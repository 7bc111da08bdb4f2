"""The command line, one module per command. Importing any of them loads no Qt."""
