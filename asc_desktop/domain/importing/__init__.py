"""What a council's own workbook means: its tables, which column is which field, what each cell says, what it changes.

Nothing here opens a file or guesses without saying so. A workbook comes as a plain reading (``sheets``); what is
found in it (``found``), how its columns are mapped (``mapping``) and what would become of the portfolio (``plan``) are
frozen structures, each made from the one before by pure functions and each open to correction by a person.
"""
