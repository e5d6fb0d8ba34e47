"""The fields of the Tantivy index, and documents in its form."""

from typing import Any

import tantivy

from indexer.search.document import (
    CHANGED,
    DAY_FIELDS,
    EXACT_FIELDS,
    HEADLINE_WORDS,
    WORDS,
    EventDocument,
)
from indexer.search.ranking import ADDED_KEY, NEWEST_KEY, OLDEST_KEY

_TEXT_FIELDS = ("headline", "text", "names")
OWN_WORDS = "own_words"
DAY = "day"  # first day of the primary occurrence; every document has exactly one


def schema() -> Any:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in EXACT_FIELDS[1:]:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in _TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    # What single words look up: all texts, those without names of tags, and the headline alone.
    for name in (WORDS, OWN_WORDS, HEADLINE_WORDS):
        builder.add_text_field(name, tokenizer_name="words", index_option="basic")
    builder.add_integer_field(DAY, fast=True)
    builder.add_integer_field(CHANGED, indexed=True, fast=True)
    for name in DAY_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (NEWEST_KEY, OLDEST_KEY, ADDED_KEY):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("shown_headline", "shown_text", "fingerprint"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def register(index: Any) -> None:
    """Make an index that was just opened ready.

    The texts are analysed before they come here; the engine only parts them at spaces. And it is
    reloaded by us alone: by itself it would do so in a thread of its own whenever somebody commits,
    read files that are being removed then, and leave locks in folders that are.
    """
    index.config_reader(reload_policy="manual")
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", analyzer)


def tantivy_document(document: EventDocument) -> Any:
    """A document in the engine's own form."""
    fields = document.fields()
    made = tantivy.Document()
    for name in EXACT_FIELDS:
        value = fields[name]
        for one in value if isinstance(value, list) else [value]:
            made.add_text(name, one)
    headline = [fields["headline"], fields["headline_joined"]]
    text = [fields["text"], fields["text_joined"]]
    searched = {
        "headline": headline[:1],
        "text": text[:1],
        "names": fields["names"],
        WORDS: fields[WORDS],
        OWN_WORDS: headline + text,
        HEADLINE_WORDS: headline,
    }
    for name, values in searched.items():
        for value in values:
            made.add_text(name, value)
    for name in DAY_FIELDS:
        for day in fields[name]:
            made.add_integer(name, day)
    for name in (NEWEST_KEY, OLDEST_KEY, ADDED_KEY, "shown_headline", "shown_text"):
        made.add_text(name, fields[name])
    made.add_integer(DAY, document.day.toordinal())
    made.add_integer(CHANGED, document.changed)
    made.add_text("fingerprint", document.fingerprint)
    return made


def searched_words(document: EventDocument) -> set[str]:
    """Every word of a document, as the engine parts them."""
    return set(document.fields()[WORDS])
