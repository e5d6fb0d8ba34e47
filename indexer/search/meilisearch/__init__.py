"""The adapter to a Meilisearch server."""
