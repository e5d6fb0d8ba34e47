"""Dates: from the words of an item to occurrences."""
