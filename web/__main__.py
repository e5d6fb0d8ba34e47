"""The console script, and the composition root."""

import sys

from indexer.errors import EntenteError
from web.cli.front import app

FAILED = 1
_INTERRUPTED = 130


def main() -> None:
    """The `entente` command; an error is one clear line on standard error.

    Exit status: 0 done, 1 failed, 2 wrong use.
    """
    try:
        app(standalone_mode=True)
    except EntenteError as error:
        _complain(error)
        sys.exit(FAILED)
    except ValueError as error:
        for line in _of_settings(error):
            _complain(line)
        sys.exit(FAILED)
    except OSError as error:  # a full disk under what is printed, a folder that is closed
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _complain(problem: EntenteError | str) -> None:
    from indexer.cli.output import complain  # noqa: PLC0415  (loaded only to fail with)

    complain(problem)


def _of_settings(error: ValueError) -> list[str]:
    """What is wrong with which setting; any other error goes on as it came."""
    from pydantic import ValidationError  # noqa: PLC0415  (loaded only to fail with)

    if not isinstance(error, ValidationError):
        raise error
    from indexer.wording import in_words  # noqa: PLC0415  (likewise)

    return [
        f"ENTENTE_{'_'.join(map(str, entry['loc'])).upper()}: {in_words(entry)}"
        for entry in error.errors()
    ]


if __name__ == "__main__":
    main()
