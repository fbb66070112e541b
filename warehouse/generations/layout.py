"""Where the files of the generations lie in a data folder; imports nothing, so that asking costs nothing."""

GENERATIONS = "generations"
"""Folder under the data folder: numbered generations, the texts they share, and the pointer to the current one."""
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
TEXTS = "texts"
