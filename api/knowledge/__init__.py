"""What the base can answer, however it is asked: no web framework in here."""
