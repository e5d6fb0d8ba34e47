"""The JSON document is described by a schema that is published with the package."""

import json

from indexer.readers.json import SCHEMA, DigestDocument


def test_the_published_schema_is_the_one_that_is_asked_for() -> None:
    """``python -m indexer.readers.json`` writes it anew."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == DigestDocument.model_json_schema()
