"""One frozen dataclass a page: every label and link is computed here, templates only print."""
