"""Workbooks in and out: readers give rows and problems, writers take a report and do no arithmetic."""
