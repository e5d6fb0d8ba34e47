"""Tags: countries, domains and groups, each with the words that earned it."""
