"""Questions and answers: the JSON API and the one event service behind every door."""
