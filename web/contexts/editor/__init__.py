"""What the pages of the editor's corner show."""
