"""Page furniture: lines that belong to a page, mail or feed, not to an item."""

import re
from collections.abc import Callable

from indexer.normalise.series import SeriesProfile, slug

Furniture = Callable[[str], bool]

DETAILS = re.compile(r"(?:details|full stories|in detail|items|the stories)\s*:?", re.IGNORECASE)
HEADLINES = re.compile(
    r"(?:[\w’'“”\"& -]{0,60}\s)?headlines\s*:?|in this (?:issue|edition)\s*:?|contents\s*:?",
    re.IGNORECASE,
)
CREDIT = re.compile(r"\w?Image (?:Source|Credit)s?\s*:\s*(?P<who>\S.*)", re.IGNORECASE)
# Retells a publication, and says so in a line of its own before its items.
RETOLD = re.compile(r"Retold\b.*\bown words\b.*", re.IGNORECASE)

# What pages and mails of every publisher carry. Whole lines: a sentence of an item that speaks of a
# privacy policy or a subscription stays.
_LINES = (
    r"(?:copyright\b|©|\(c\)\s*\d{4}).*",
    r"(?:19|20)\d\d [^.]{2,60} \| .*",
    r".{0,80}\ball rights reserved\b.{0,80}",
    r"download (?:this|the) (?:publication|issue|pdf|document|digest)\b.{0,60}",
    r"to download as a pdf.{0,60}",
    (
        r"(?:view|read|open|see) (?:(?:this|it) )?(?:e-?mail |message |issue )?(?:in|on) "
        r"(?:your |a |the )?(?:web ?)?(?:browser|web|site)\b.*"
    ),
    r"(?:click|tap) here\b.{0,80}",
    r"(?:having )?(?:trouble|problems) (?:viewing|reading) .{0,100}",
    r".{0,120}\bunsubscribe\b.{0,120}",
    (
        r"(?:to )?(?:update|manage|change) (?:your )?(?:e-?mail )?(?:subscription )?"
        r"(?:preferences|subscription|settings)\b.*"
    ),
    r"you (?:are receiving|receive|received|get) this (?:e-?mail|(?:news)?letter|message)\b.*",
    r"(?:this|the) (?:e-?mail|letter|message|newsletter) (?:was|is) sent to\b.*",
    r"(?:to )?subscribe\b.{0,100}",
    r"if you would like to receive\b.*",
    r"(?:please )?(?:share|tweet|follow|like|contact) (?:this (?:page|issue|post)|us)\b.{0,80}",
    r"(?:share|tweet|follow)(?: us)? on (?:facebook|twitter|linkedin|x|mastodon)\b.{0,60}",
    r"forward(?:ed)? (?:this|to a friend|it to)\b.{0,80}",
    r"(?:read|see|find out|learn) more(?: (?:here|at|on))?\W{0,5}(?:(?:https?://|www\.)\S{1,300})?",
    r"(?:(?:link|url|source|more|full (?:text|story|article))\s?:\s?)?https?://\S{1,300}",
    r"(?:sponsored|advertisement|sponsored content|sponsored by\b.{0,60})\W*",
    r"(?:site|web ?site|design(?:ed)?|web design|photos?) by\b.{0,60}",
    r"(?:page|p\.)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?",
    r"\d{1,3}\s*(?:of|/)\s*\d{1,3}",
    (
        r"(?:back to top|skip to (?:main )?content|table of contents|menu|home|print"
        r"|print this page|previous|next|previous issue|next issue)\W*"
    ),
    r"(?:last )?(?:updated|modified|reviewed)(?: on|:| at)? .{0,20}\d{4}.{0,20}",
    r"the post .{1,200} (?:first )?appeared (?:first )?on .{1,100}",
    r"(?:chronology |compiled |edited |prepared )+by .{1,80}",
    r"(?:the )?(?:editors?|editorial team|authors?|contact|contributors?)\s?: .{1,100}",
    r"\[?\d{1,3}[\].]\s+https?://\S{1,300}",
    CREDIT.pattern,
    RETOLD.pattern,
)
# One pattern: a line is asked about once, not by each of them.
_EVERYWHERE = re.compile("|".join(_LINES), re.IGNORECASE)
_LINK_WORDS = frozenset(
    {
        *("about", "accessibility", "archive", "archives", "careers", "contact"),
        *("contacts", "cookies", "cookie", "disclaimer", "donate", "events", "facebook"),
        *("feedback", "home", "imprint", "impressum", "instagram", "legal", "linkedin"),
        *("media", "menu", "newsletter", "policy", "preferences", "press", "privacy"),
        *("rss", "search", "share", "sitemap", "subscribe", "support", "terms", "twitter"),
        *("unsubscribe", "us", "use", "website", "youtube", "x"),
    }
)
# Heads of what stands behind the items of a page.
ASIDE = re.compile(
    r"(?:related(?: (?:articles|issues|posts|content|publications|reading|stories))?|about(?: us)?"
    r"|contact(?: us)?|subscribe|share(?: this)?|footnotes?|sources?|references|further reading"
    r"|(?:our )?(?:mailing |postal )?address(?: is)?|links|want to change how you receive.{0,60}"
    r"|about (?:this|the) (?:newsletter|digest|letter|bulletin|review|series|report|publication"
    r"|project|institute|cent(?:re|er)|editors?)"
    r"|acknowledge?ments?|disclaimer|upcoming events|recent (?:posts|issues)|archives?|categories"
    r"|tags|comments?|leave a (?:reply|comment)|search|follow us|newsletter|about the authors?"
    r"|imprint|you may also like|most read|popular|more from .{0,60})\W{0,3}",
    re.IGNORECASE,
)
_SHORT = 400
_ROW = 200
_LINK = 40
_BARS = ("|", "·", "•")


def furniture(profile: SeriesProfile | None) -> Furniture:
    """Tells whether a line of an issue of this series is page furniture."""
    own = profile.boilerplate if profile else ()
    title = slug(profile.title) if profile else ""

    def is_furniture(line: str) -> bool:
        text = line.strip().strip("*_")
        if not text or len(text) > _SHORT:
            return False
        if _EVERYWHERE.fullmatch(text) or any(pattern.fullmatch(text) for pattern in own):
            return True
        return _row_of_links(text) or (bool(title) and _self_description(text, title))

    return is_furniture


def _row_of_links(text: str) -> bool:
    """Two or more menu words with bars or dots between: "Contact | Privacy | Imprint"."""
    if not any(bar in text for bar in _BARS):
        return False
    parts = [part.strip().lower() for part in re.split(r"\s[|·•]\s|\|", text)]
    known = sum(bool(set(re.findall(r"[a-z]+", part)) & _LINK_WORDS) for part in parts)
    short = len(text) <= _ROW and all(len(part) <= _LINK for part in parts)
    return len(parts) > 1 and known * 2 >= len(parts) and short


def _self_description(text: str, title: str) -> bool:
    """The publication speaks of itself: "The ... Digest appears every two weeks and sums up"."""
    words = slug(text)
    return bool(
        re.match(
            rf"(?:the-|this-)?{re.escape(title)}-"
            r"(?:is|appears|comes-out|is-published|sums-up|covers|brings|looks)-",
            words,
        )
    )
