"""Update forms: what is asked of a project's lead for a month, and what came back."""
