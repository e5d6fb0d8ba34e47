"""The `entente` command: every command by name, loaded when it is used."""
