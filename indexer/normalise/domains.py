"""Domains of an item: cue phrases weighted by place and strength, with the words as evidence."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.vocabulary import load_yaml

# A headline is short and says what the item is about.
_HEADLINE_FACTOR = 2.5
# A cue named again adds little; a second different one adds in full.
_REPEAT_FACTOR = 0.25
_MAX_DOMAINS = 3
_SHARE_OF_FIRST = 0.55
_LEAST = 3.0
_MAX_EVIDENCE = 12
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\d\+\d|\w&\w")


@dataclass(frozen=True, slots=True)
class Domain:
    """A subject that events are tagged with."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class _Cue:
    domain: str
    weight: float
    words: tuple[str, ...]


@cache
def domains() -> Mapping[str, Domain]:
    """Every domain by its id, in the order in which the site lists them."""
    return {
        domain_id: Domain(domain_id, entry["name"], entry["definition"])
        for domain_id, entry in load_yaml("domains.yaml").items()
    }


def find_domains(headline: str, text: str) -> tuple[TagFinding, ...]:
    """One to three domains of an item, the most important first; none where no cue stands in it."""
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[tuple[float, Evidence]]] = defaultdict(list)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for field, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        factor = _HEADLINE_FACTOR if field is Field.HEADLINE else 1.0
        for cue, start, end in _matches(content):
            key = (cue.domain, cue.words)
            worth = cue.weight * (_REPEAT_FACTOR if key in seen else factor)
            seen.add(key)
            scores[cue.domain] += worth
            span = Evidence(field, start, end, content[start:end], f"cue {cue.weight:g}")
            evidence[cue.domain].append((worth, span))
    return tuple(
        TagFinding(TagKind.DOMAIN, domain, _strongest(evidence[domain]))
        for domain in _chosen(scores)
    )


def _chosen(scores: Mapping[str, float]) -> list[str]:
    ranked = sorted(scores, key=lambda domain: (-scores[domain], domain))
    if not ranked:
        return []
    least = max(_LEAST, scores[ranked[0]] * _SHARE_OF_FIRST)
    return ranked[:1] + [d for d in ranked[1:_MAX_DOMAINS] if scores[d] >= least]


def _strongest(found: Sequence[tuple[float, Evidence]]) -> tuple[Evidence, ...]:
    """The most telling spans, in reading order."""
    top = sorted(found, key=lambda entry: -entry[0])[:_MAX_EVIDENCE]
    return tuple(
        sorted(
            (evidence for _, evidence in top),
            key=lambda e: (e.field != Field.HEADLINE, e.start, e.end),
        )
    )


def _matches(text: str) -> list[tuple[_Cue, int, int]]:
    """Every cue in the text; of two that start at one word, the longer."""
    words = [(match[0].lower().replace("’", "'"), *match.span()) for match in _WORD.finditer(text)]
    words = [(_base(word), start, end) for word, start, end in words]
    found = []
    exact, stems = _index()
    for at, (word, start, _) in enumerate(words):
        candidates = [*exact.get(word, ()), *_stemmed(stems, word)]
        taken: set[str] = set()
        for cue in candidates:
            last = at + len(cue.words)
            run = [form for form, _, _ in words[at:last]]
            fits = len(run) == len(cue.words) and all(map(_same, run, cue.words))
            if cue.domain not in taken and fits:
                taken.add(cue.domain)
                found.append((cue, start, words[last - 1][2]))
    return found


def _stemmed(stems: Mapping[str, list[_Cue]], word: str) -> list[_Cue]:
    return [cue for length in range(2, len(word) + 1) for cue in stems.get(word[:length], ())]


def _same(form: str, pattern: str) -> bool:
    return form.startswith(pattern[:-1]) if pattern.endswith("*") else form == pattern


def _base(word: str) -> str:
    return word.removesuffix("'s")


@cache
def _index() -> tuple[Mapping[str, list[_Cue]], Mapping[str, list[_Cue]]]:
    """Cues by their first word, and by the stem of their first word; longer cues first."""
    exact: dict[str, list[_Cue]] = defaultdict(list)
    stems: dict[str, list[_Cue]] = defaultdict(list)
    cues = [
        _Cue(domain, float(weight), tuple(str(phrase).lower().split()))
        for domain, entry in load_yaml("domains.yaml").items()
        for weight, phrases in entry["cues"].items()
        for phrase in phrases
    ]
    for cue in sorted(cues, key=lambda cue: -len(cue.words)):
        first = cue.words[0]
        if first.endswith("*"):
            stems[first[:-1]].append(cue)
        else:
            exact[first].append(cue)
    return exact, stems
