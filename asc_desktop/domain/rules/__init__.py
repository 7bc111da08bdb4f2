"""The rules, as pure functions over records and figures."""
