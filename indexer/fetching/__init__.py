"""Fetching from the web: addresses checked, sizes and times limited, sites treated politely."""
