"""The report's figures as the data of charts, which pages and the PDF draw alike. No Qt, no sums."""
