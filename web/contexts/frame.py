"""What stands around every page: sections, search box, what is held, the rest of the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.answers.formats.citation import day_in_words
from web.contexts.cards import HOME, Link
from web.contexts.holdings import Holdings

SECTIONS = (
    Link("Search", HOME),
    Link("Issues", "/digests"),
    Link("Countries", "/countries"),
    Link("Domains", "/domains"),
    Link("Stories", "/stories"),
    Link("Timeline", "/timeline"),
    Link("Matrix", "/matrix"),
    Link("Compare", "/compare"),
    Link("Upcoming", "/upcoming"),
)
ABOUT = (Link("About", "/about"), Link("API", "/docs"))
MAP = (
    Link("About", "/about"),
    Link("Coverage", "/digests"),
    Link("Quality", "/quality"),
    Link("Groups", "/groups"),
    Link("Due", "/due"),
    Link("API", "/docs"),
    Link("How to cite", "/about#cite"),
    Link("Editors", "/editor"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page.

    Attributes:
        path: the page's own.
        address: the same with the parameters that make it another page.
        base: how readers know the site, without a slash at its end.
        sections, about: links in the header.
        map: links in the footer.
        coverage: what is held, in a line; empty where nothing can be said.
        boxed: whether the header has a search box.
        day: today, in words; what is printed says when.
    """

    path: str
    address: str
    base: str
    sections: tuple[Link, ...]
    about: tuple[Link, ...]
    map: tuple[Link, ...]
    coverage: str
    boxed: bool
    day: str

    @property
    def canonical(self) -> str:
        """The address to share: without parameters that change nothing, absolute."""
        return f"{self.base}{self.address}"

    def here(self, url: str) -> bool:
        """Whether a section is the one that the page belongs to."""
        return self.path == url or (url != HOME and self.path.startswith(f"{url}/"))


def frame(
    address: str, base_url: str, pages: Iterable[str], held: Holdings | None, today: date
) -> Frame:
    """What stands around a page.

    Args:
        address: the page's own, with the parameters that make it another page.
        base_url: how readers know the site.
        pages: paths that the site answers; nothing else is linked.
        held: what is held; None where the store does not say.
        today: the day on which the page is made.
    """
    known = set(pages)
    path = address.partition("?")[0]

    def existing(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link for link in links if link.url.partition("#")[0] in known)

    return Frame(
        path=path,
        address=address,
        base=base_url,
        sections=existing(SECTIONS),
        about=existing(ABOUT),
        map=existing(MAP),
        coverage=_coverage(held),
        boxed=path != HOME,
        day=day_in_words(today),
    )


def _coverage(held: Holdings | None) -> str:
    if held is None:
        return ""
    return ". ".join(part for part in (held.in_words, held.gaps_in_words) if part) + "."
