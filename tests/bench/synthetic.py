"""Synthetic issues: the shape of real ones at any size, and the same in every run.

Words follow Zipf's law over 40,000 invented ones; an event has about 100 of them, 1 to 4 countries,
1 to 3 domains and one or two dates; an issue has five events; the issues cover 25 years. One event
in three takes up half the words of a recent one, as developments that go on do.
"""

import json
import random
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from tests.bench.plan import CACHE

_FORM = 4  # of the files; a new one makes them anew
_WORDS = 40_000
_EVENTS_AN_ISSUE = 5
_FIRST, _DAYS = date(2000, 1, 1), 25 * 365
_ZIPF_EXPONENT, _ZIPF_SHIFT = 1.07, 2.7  # Mandelbrot's form, as fitted to English
_RECENT = 200
_ISSUES_A_VOLUME = 24
_CONSONANTS = tuple("b c d f g h j k l m n p r s t v w z ch sh th st tr".split())  # noqa: SIM905
_VOWELS = "aeiou"
_COUNTRIES = tuple(
    "US JP CN KR RU PH AU KP TW UA GB IN VN FR DE ID CA IT SG TH MY IR IL BR MX NZ KH LA MM PL ES "  # noqa: SIM905
    "NL SE NO FI TR SA AE EG ZA NG KE PG FJ PW MH CL PE AR BD LK PK NP MN KZ UZ BE LT EE".split()
)
_DOMAINS = tuple(
    "defense diplomacy economy technology energy governance society space maritime health cyber "  # noqa: SIM905
    "climate development".split()
)
_GROUPS = tuple("un g7 quad nato asean ipef apec aukus eu g20".split())  # noqa: SIM905


def issues(events: int) -> Path:
    """A file with one issue a line, of this many events; made where it is not there yet."""
    path = CACHE / f"issues-{events}-{_FORM}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("w", encoding="utf-8") as out:
            for issue in islice(_issues(events), -(-events // _EVENTS_AN_ISSUE)):
                out.write(json.dumps(issue, ensure_ascii=False, separators=(",", ":")) + "\n")
        beside.rename(path)
    return path


def vocabulary() -> tuple[str, ...]:
    """The invented words, most frequent first, each of them once."""
    rng = random.Random(1)  # noqa: S311 - repeatable, not secret
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        syllables = 1 + min(3, len(found) // 400) if len(found) < 1200 else rng.randint(2, 4)
        word = "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(syllables))
        found.setdefault(word + rng.choice(["", "n", "r", "s", "l"]))
    return tuple(found)


def weights() -> list[float]:
    """Cumulated weights of the vocabulary's words."""
    return list(
        accumulate(1 / (rank + _ZIPF_SHIFT) ** _ZIPF_EXPONENT for rank in range(1, _WORDS + 1))
    )


def _issues(events: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(2)  # noqa: S311 - repeatable, not secret
    words, cumulated = vocabulary(), weights()
    recent: deque[list[str]] = deque(maxlen=_RECENT)
    count = -(-events // _EVENTS_AN_ISSUE)
    a_volume = max(_ISSUES_A_VOLUME, -(-count // 25))
    for at in range(count):
        day = _FIRST + timedelta(days=at * _DAYS // count)
        volume, number = at // a_volume + 1, at % a_volume + 1
        yield {
            "id": f"usjad-{volume}-{number}",
            "series": "us-japan-alliance-digest",
            "title": f"US-Japan Alliance Digest Vol {volume}.{number}",
            "volume": volume,
            "number": number,
            "issue_date": day.isoformat(),
            "period": [(day - timedelta(days=14)).isoformat(), day.isoformat()],
            "events": [
                _event(rng, day, _text_words(rng, words, cumulated, recent))
                for _ in range(_EVENTS_AN_ISSUE)
            ],
        }


def _text_words(
    rng: random.Random, words: tuple[str, ...], cumulated: list[float], recent: deque[list[str]]
) -> list[str]:
    chosen = rng.choices(words, cum_weights=cumulated, k=rng.randint(80, 120))
    if recent and rng.random() < 1 / 3:
        taken_up = rng.choice(recent)
        chosen[: len(taken_up) // 2] = taken_up[: len(taken_up) // 2]
    recent.append(chosen)
    return chosen


def _event(rng: random.Random, issued: date, words: list[str]) -> dict[str, Any]:
    headline = " ".join(words[-rng.randint(6, 10) :]).capitalize()  # of its own half
    sentences = [
        " ".join(words[at : at + 14]).capitalize() + "." for at in range(0, len(words), 14)
    ]
    text = " ".join(sentences)
    return {
        "headline": headline,
        "text": text,
        "dates": [_date(rng, issued, text) for _ in range(rng.choice((1, 1, 2)))],
        "tags": [
            *_tags(rng, "country", _COUNTRIES, rng.randint(1, 4), text),
            *_tags(rng, "domain", _DOMAINS, rng.randint(1, 3), text),
            *_tags(rng, "group", _GROUPS, rng.choice((0, 0, 0, 1)), text),
        ],
    }


def _date(rng: random.Random, issued: date, text: str) -> dict[str, Any]:
    start = issued - timedelta(days=rng.randint(0, 20))
    days = rng.choice((0, 0, 0, 0, 2, 9))
    return {
        "start": start.isoformat(),
        "end": (start + timedelta(days=days)).isoformat(),
        "precision": "approximate" if days > 5 else "range" if days else "day",
        "quote": text.split(" ", 1)[0],
    }


def _tags(
    rng: random.Random, kind: str, values: tuple[str, ...], count: int, text: str
) -> Iterator[dict[str, Any]]:
    cumulated = list(accumulate(1 / (rank + 1) for rank in range(len(values))))
    chosen = dict.fromkeys(rng.choices(values, cum_weights=cumulated, k=count))
    for value in chosen:
        spans = []
        for _ in range(rng.randint(1, 3)):
            start = text.find(" ", rng.randrange(len(text) - 20)) + 1
            end = text.find(" ", start)
            spans.append([start, end if end > start else len(text)])
        yield {"kind": kind, "value": value, "spans": spans}
