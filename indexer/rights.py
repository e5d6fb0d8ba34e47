"""What may be shown of a series: whole texts, an excerpt of each, or none of their words.

The right is a matter of the series' profile, and is asked for whenever something is shown. So a
changed profile counts at once, for what is stored already and for the ledger's old rows, too.
Everything that is shown of events and issues passes through here (`api.knowledge.shown`); the
search index holds the whole text, so that searches find it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from indexer.models import Change, Subject
from indexer.normalise.sentences import first_sentence
from indexer.normalise.series import Rights
from indexer.projection import Projected

LONGEST_EXCERPT = 200
NOT_SHOWN = "the series' profile does not let the words of its issues be shown"
_ELLIPSIS = "…"


def shown_length(text: str, right: Rights) -> int:
    """How many characters of a text may be shown, from its beginning."""
    if right is Rights.FULL:
        return len(text)
    if right is Rights.METADATA:
        return 0
    sentence = first_sentence(text)
    if len(sentence) <= LONGEST_EXCERPT:
        return len(sentence)
    cut = sentence.rfind(" ", 0, LONGEST_EXCERPT + 1)
    return cut if cut > 0 else LONGEST_EXCERPT


def shown_text(text: str, right: Rights) -> str:
    """As much of a text as may be shown; an excerpt that is not all of it ends in an ellipsis."""
    length = shown_length(text, right)
    if length in (0, len(text)):
        return text[:length]
    return f"{text[:length]} {_ELLIPSIS}"


class Shown:
    """Cuts what is said of events and issues to what may be shown at one moment.

    Args:
        restricted: the series of which not everything may be shown, by short code.
    """

    def __init__(self, restricted: Mapping[str, Rights]) -> None:
        self._restricted = restricted

    def right(self, subject_id: str) -> Rights:
        """The right of the series that an event or issue is of: its short code begins every id."""
        return self._restricted.get(subject_id.partition("-")[0], Rights.FULL)

    def event(self, told: Projected) -> Projected:
        """What may be shown of an event."""
        right = self.right(told.event_id)
        if right is Rights.FULL:
            return told
        lean = _json(told.lean)
        length = shown_length(lean["text"], right)
        tags = _written(cut_tags(_json(told.tags), length))
        return replace(told, lean=_written(cut_event(lean, right)), tags=tags)

    def change(self, row: Change) -> Change:
        """A row of the ledger with as much of its payload as may be shown."""
        if row.subject == Subject.SERIES or (right := self.right(row.subject_id)) is Rights.FULL:
            return row
        cut = cut_event if row.subject == Subject.EVENT else cut_digest
        told = {name: getattr(row, name) for name in Change.model_fields}
        for name in ("before", "after"):
            if told[name] is not None:
                told[name] = _written(cut(_json(told[name]), right))
        return Change(**told)

    def remarks(self, subject_id: str, remarks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What may be shown of the doubts about an issue: never its words."""
        right = self.right(subject_id)
        return remarks if right is Rights.FULL else [cut_remark(one) for one in remarks]


def cut_event(told: dict[str, Any], right: Rights) -> dict[str, Any]:
    """An event, as JSON, with as much of its text as may be shown, and quotes out of that alone."""
    text = told.get("text", "")
    length = shown_length(text, right)
    cut = {**told, "text": shown_text(text, right), "shown": str(right)}
    cut["occurrences"] = [_cut_occurrence(one, length) for one in told.get("occurrences", [])]
    if "tags" in told:
        cut["tags"] = cut_tags(told["tags"], length)
    return cut


def cut_tags(tags: dict[str, Any], length: int) -> dict[str, Any]:
    """Tags whose evidence quotes the headline, and the text as far as it is shown."""
    return {
        plural: [
            {**tag, "evidence": [_cut_evidence(span, length) for span in tag["evidence"]]}
            for tag in some
        ]
        for plural, some in tags.items()
    }


def cut_digest(told: dict[str, Any], right: Rights) -> dict[str, Any]:
    """An issue, as JSON, whose doubts quote nothing."""
    assert right is not Rights.FULL  # noqa: S101
    return {**told, "issues": [cut_remark(one) for one in told.get("issues", [])]}


def cut_remark(remark: dict[str, Any]) -> dict[str, Any]:
    """A doubt by its kind and place; its sentence may quote words, too."""
    return {**remark, "message": f"{remark['code']}: {NOT_SHOWN}", "words": None}


def _cut_occurrence(one: dict[str, Any], length: int) -> dict[str, Any]:
    if one["field"] != "text" or (one["span_end"] or 0) <= length:
        return one
    return {**one, "quote": None, "field": None, "span_start": None, "span_end": None}


def _cut_evidence(span: dict[str, Any], length: int) -> dict[str, Any]:
    """Evidence that may not be quoted is an empty quote: a tag keeps the rule that earned it."""
    if span["field"] != "text" or span["end"] <= length:
        return span
    return {**span, "start": 0, "end": 0, "quote": ""}


def _json(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(text)
    return told


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
