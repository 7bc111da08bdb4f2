"""The rules: pure functions over frozen records. Standard library only; money is integer pence."""
