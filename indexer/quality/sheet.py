"""A blank sheet for labels of actors and status, and the filled sheet put into the labels.

For whoever labels an issue without having written a rule. The sheet shows an item's text and its
labelled occurrences, and nothing of what the software finds:

    python -m indexer.quality.sheet tests/labels/manner-2024-25/2024-11-15.json > sheet.yaml
    python -m indexer.quality.sheet tests/labels/manner-2024-25/2024-11-15.json --merge sheet.yaml

``actors`` are ids of actors (`entente parse` and the site's pages of actors show how they look),
``actors_optional`` those that are right or wrong to find, ``actors_proposed`` what the vocabulary
does not have and should: its id with ``{name: ..., type: ..., states: [..]}``. ``statuses`` are one
of reported, scheduled, considered and called_off for each occurrence, in order.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import yaml

from indexer.errors import InputError
from indexer.normalise.spans import Status
from indexer.normalise.tags.actors import actors
from indexer.quality.labels import load
from indexer.quality.paths import DIGESTS, LABELS
from indexer.quality.proposed import problem


def blank(path: Path) -> list[dict[str, Any]]:
    """One entry an item of the labels, with empty places for what is to be labelled."""
    issue = path.resolve().relative_to(LABELS.resolve()).with_suffix("").as_posix()
    return [
        {
            "item": item.name,
            "headline": item.headline,
            "text": item.text,
            "occurrences": list(item.quotes),
            "statuses": [""] * len(item.quotes),
            "actors": [],
            "actors_optional": [],
            "actors_proposed": {},
        }
        for item in load(LABELS, DIGESTS)
        if item.issue == issue
    ]


def merged(labels: dict[str, Any], sheet: list[dict[str, Any]]) -> dict[str, Any]:
    """The labels with what the sheet says.

    Raises:
        InputError: the sheet is of another issue, or has an actor or a status that there is none.
    """
    if len(sheet) != len(labels["items"]):
        raise InputError(f"the sheet has {len(sheet)} items, the labels {len(labels['items'])}")
    proposed = dict(labels.get("actors_proposed", {}))
    for item, entry in zip(labels["items"], sheet, strict=True):
        proposed |= entry.get("actors_proposed", {})
        named = (*entry["actors"], *entry["actors_optional"])
        unknown = [one for one in named if one not in actors() and one not in proposed]
        if unknown:
            raise InputError(f"{entry['item']}: there is no actor {', '.join(unknown)}")
        wrong = [s for s in entry["statuses"] if s not in set(Status)]
        if wrong or len(entry["statuses"]) != len(item.get("occurrences", ())):
            raise InputError(
                f"{entry['item']}: give each occurrence one of {', '.join(Status)} as its status"
            )
        item["actors"], item["actors_optional"] = entry["actors"], entry["actors_optional"]
        for occurrence, status in zip(item.get("occurrences", ()), entry["statuses"], strict=True):
            occurrence["status"] = status
    if wrong_proposal := problem(proposed):
        raise InputError(wrong_proposal)
    return labels | ({"actors_proposed": proposed} if proposed else {})


def main() -> None:
    """Print a blank sheet; with ``--merge`` put a filled one into the labels."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("labels", type=Path, help="the labels of one issue (.json)")
    parser.add_argument("--merge", type=Path, help="a filled sheet")
    arguments = parser.parse_args()
    if arguments.merge is None:
        content = yaml.safe_dump(blank(arguments.labels), allow_unicode=True, sort_keys=False)
        print(content)  # noqa: T201
        return
    sheet = yaml.safe_load(arguments.merge.read_text(encoding="utf-8"))
    labels = merged(json.loads(arguments.labels.read_text(encoding="utf-8")), sheet)
    text = json.dumps(labels, ensure_ascii=False, indent=1) + "\n"
    arguments.labels.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
