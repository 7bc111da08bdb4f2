"""Asking leads for updates by forms, and taking in the forms that come back."""
