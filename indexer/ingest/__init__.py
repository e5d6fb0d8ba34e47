"""Ingest: read, build, store and record in the ledger, in that order."""
