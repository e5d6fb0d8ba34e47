"""From digest to searchable event: reading, normalising, storing and indexing."""
