"""The table of commands.

Loading the database and the web framework takes many times longer than printing a help page, so
the front door knows names and summaries alone; a command's module is loaded when it is called.
A test compares the table with the modules.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives.

    Attributes:
        module: the module whose Typer ``app`` holds the command under its name.
        summary: what it does, in one line of a narrow terminal.
    """

    module: str
    summary: str


_INDEXER = "indexer.cli.app"
_INGESTING = "indexer.cli.ingesting"
_INDEX = "indexer.cli.index"
COMMANDS = {
    "ingest": Command(_INGESTING, "Take digests into the store and the index."),
    "reprocess": Command(_INGESTING, "Read stored digests again by the present rules."),
    "parse": Command(_INGESTING, "Read digests and print what is found; store nothing."),
    "fetch": Command("indexer.cli.fetching", "Take what a feed, sitemap or archive page lists."),
    "correct": Command("indexer.cli.correcting", "Put right what was derived: tags, dates, words."),
    "search": Command("web.cli.search", "Search as the site does."),
    "serve": Command("web.cli.serve", "Serve the site and the API."),
    "demo": Command("web.cli.demo", "Serve the seed data on a store that is thrown away."),
    "mcp": Command("web.cli.mcp", "Serve read-only tools over the Model Context Protocol."),
    "sync": Command(_INDEX, "Bring the search index up to the ledger."),
    "reindex": Command(_INDEX, "Build the search index anew, then swap."),
    "check": Command(_INDEX, "Compare store and index."),
    "export": Command("web.cli.export", "Write what is published into one file: a bundle."),
    "backup": Command(
        "indexer.cli.backup", "Write the store into one file, or verify such a file."
    ),
    "restore": Command("indexer.cli.backup", "Fill a store from a backup."),
    "upgrade": Command("indexer.cli.tables", "Bring the tables to the newest version."),
    "downgrade": Command("indexer.cli.tables", "Take the tables back for an earlier version."),
    "purge": Command(
        "indexer.cli.backup", "Remove an event or issue for good; the tombstone stays."
    ),
    "quality": Command(_INDEXER, "Measure dates and tags on labelled digests."),
    "series": Command("indexer.cli.series", "List, add and remove series: their profiles."),
    "keys": Command(_INDEXER, "Make, list and revoke keys that may write through the API."),
}
