"""Quality in the open: the normalisers measured on a labelled set."""
