"""Clients generated from our description by tools of other hands, and used: `make clients`."""
