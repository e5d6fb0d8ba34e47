"""The error tree. No HTTP status here: `api.errors` translates.

EntenteError
├── InputError              what the caller gave cannot be used; the message says what to do
│   ├── UnreadableSource    bytes that are no digest, damaged or too large
│   ├── UnknownFormat       no reader knows this kind of content
│   └── QueryError          a search that cannot be understood (position, suggestion)
├── NotFound                no such event or digest
├── Gone                    it existed and was removed on purpose
├── StoreError              the database cannot be used
└── SearchUnavailable       the search engine cannot be reached or answers nonsense
    ├── IndexBusy           another process is writing to the embedded index
    └── IndexMissing        nothing has been indexed yet, or in another schema version
"""


class EntenteError(Exception):
    """Base of every error that Entente raises on purpose."""


class InputError(EntenteError):
    """The caller's input cannot be used; the message says what, where and what to do."""


class UnreadableSource(InputError):
    """The bytes are not a digest, are damaged, or are larger than allowed."""


class UnknownFormat(UnreadableSource):
    """No reader recognises the content."""


class QueryError(InputError):
    """A search that cannot be understood.

    Args:
        message: what is wrong, fit to show to the person who asked.
        parameter: the parameter at fault.
        position: offset in characters into its value, where one can be named.
        suggestion: the nearest valid spelling, where there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str,
        position: int | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.position = position
        self.suggestion = suggestion


class NotFound(EntenteError):
    """No event or digest has this id."""


class Gone(EntenteError):
    """The event or digest existed and was removed on purpose."""


class StoreError(EntenteError):
    """The database cannot be opened, read or written."""


class SearchUnavailable(EntenteError):
    """The search engine cannot be reached, or answered something we cannot read."""


class IndexBusy(SearchUnavailable):
    """Another process is writing to the embedded index."""


class IndexMissing(SearchUnavailable):
    """Nothing has been indexed yet, or only under another schema version."""
