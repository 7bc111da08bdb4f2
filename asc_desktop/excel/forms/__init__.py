"""Update forms as workbooks."""
