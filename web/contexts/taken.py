"""How a list of events is taken away: files and feeds, each with its address."""

from collections.abc import Callable

from api.answers.formats import FEEDS, FORMATS
from web.contexts.cards import Link


def exports(url: Callable[[str], str]) -> tuple[Link, ...]:
    """The whole list in every format that is no feed; ``url`` gives the address for a suffix."""
    return tuple(
        Link(FORMATS[suffix].label, url(suffix)) for suffix in FORMATS if suffix not in FEEDS
    )


def feeds(url: Callable[[str], str]) -> tuple[Link, ...]:
    """The feeds of the list, with their media types."""
    return tuple(Link(FORMATS[one].label, url(one), FORMATS[one].media_type) for one in FEEDS)
