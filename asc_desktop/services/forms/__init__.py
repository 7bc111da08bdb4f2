"""Update forms: asking for them, and taking in what comes back."""
