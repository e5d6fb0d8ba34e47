"""The editor's corner: what a key allows, as pages."""

from web.views.editor import correcting, keys, lists, series, signing, taking

PARTS = (signing, taking, correcting, lists, keys, series)
