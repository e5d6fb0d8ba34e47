"""The `entente` command, one module a group of commands."""
