"""Which 8-bit encoding of Latin letters a text is in: told by whether its words could be words.

Statistics cannot part these encodings: a digest in English has a few names with accents, and every
byte is a letter in each of them. But a symbol inside a word, a capital after a small letter, or
letters that no single language has together, show an encoding to be the wrong one.
"""

import itertools
import re

# Letters beside a to z of the languages written in each encoding; in order of preference.
_ALPHABETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "cp1252",
        (
            "àâæçéèêëîïôœùûüÿ",  # French
            "áéíñóúüªº",  # Spanish
            "ãáàâçéêíóôõúü",  # Portuguese
            "äöüßé",  # German
            "åäöæøé",  # the Nordic languages
            "àèéìíòóùú",  # Italian
            "áéíóúàèìòùâêîôûŵŷ",  # Irish, Gaelic, Welsh
            "šžåäöüõé",  # Estonian, Finnish
        ),
    ),
    (
        "cp1250",
        (
            "ąćęłńóśźż",  # Polish
            "áčďéěíňóřšťúůýž",  # Czech
            "áäčďéíĺľňóôŕšťúýž",  # Slovak
            "áéíóöőúüű",  # Hungarian
            "ăâîşţ",  # Romanian
            "čćđšž",  # Croatian, Slovene
        ),
    ),
    ("cp1254", ("çğıiöşüâîû",)),  # Turkish
    ("iso8859_2", ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű")),
)
_HIGH_WORD = re.compile(rb"[^\x00-\x40\x5b-\x60\x7b-\x7f]+")


def latin_encoding(data: bytes) -> str | None:
    """The encoding in which every word could be one; None where there is no such encoding.

    Where several fit, it is the one of Western Europe, in which most such files are.
    """
    words = {word for word in _HIGH_WORD.findall(data) if not word.isascii()}
    for encoding, alphabets in _ALPHABETS:
        if all(_fits(word, encoding, alphabets) for word in words):
            return encoding
    return None


def _fits(word: bytes, encoding: str, alphabets: tuple[str, ...]) -> bool:
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return False
    if any("\x80" <= char <= "\x9f" for char in text):
        return False
    # Quotes and dashes part words; whatever else is no letter must not stand inside one.
    return all(_is_word(part, alphabets) for part in re.split(r"[‘’“”„‚«»–—…\xa0·•‹›/]", text))


def _is_word(text: str, alphabets: tuple[str, ...]) -> bool:
    inner = text.strip("°§©®™£€¥¢±²³¹½¼¾×µ¶†‡¿¡´\xadº")
    if not inner:
        return True
    if not inner.isalpha() or _capital_inside(inner):
        return False
    special = {char for char in inner.lower() if not char.isascii()} - {"\u0307"}
    return any(special <= set(alphabet) for alphabet in alphabets)


def _capital_inside(word: str) -> bool:
    """Whether a capital with an accent stands after a small letter."""
    return any(
        before.islower() and char.isupper() and not char.isascii()
        for before, char in itertools.pairwise(word)
    )
