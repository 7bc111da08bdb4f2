"""Use cases. Every change to a portfolio goes through here as one transaction with one journal entry."""
