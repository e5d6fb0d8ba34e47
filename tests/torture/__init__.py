"""Kill points: processes that are ended in the midst of their work, and what they leave behind."""
