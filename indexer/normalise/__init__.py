"""Pure functions over reviewed vocabulary: text in, dates and tags with evidence out."""
