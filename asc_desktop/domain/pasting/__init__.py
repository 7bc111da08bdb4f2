"""What a pasted block means: which row is which record, which column is which, and how each column is to be read.

A block is judged as a whole and not cell by cell, since one cell seldom says enough: ``04/06/2026`` is read by
``04/15/2026`` beside it, ``147000`` by the amounts that it would replace, and a row by the name in it.
"""
