"""The index on a Meilisearch server as its keeper sees it: built, swapped, written, looked over."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.document import SCHEMA_VERSION, EventDocument
from indexer.search.meilisearch.link import Link
from indexer.search.meilisearch.notation import id_filter
from indexer.search.meilisearch.settings import SETTINGS, UNORDERED
from indexer.search.port import Batch, IndexState

_BATCH = 1000
_TASK_TIMEOUT_MS = 600_000
_STATE_ID = "state"
_OLDEST_SERVER = (1, 21)


class ServerIndex:
    """Three indexes of one server: the one that is searched, the next one, and their state.

    Args:
        link: the server.
        index: name of the index; `-v<version>` is added, so a program with another document
            format never reads this one, and `-next` and `-state` for its two companions.
    """

    def __init__(self, link: Link, index: str) -> None:
        self._link = link
        self.uid = f"{index}-v{SCHEMA_VERSION}"
        self._next = f"{self.uid}-next"
        self.state_uid = f"{self.uid}-state"

    def state(self) -> IndexState | None:
        """What the index says about itself; None where there is none yet."""
        try:
            version, watermark = self._link.ask(
                lambda client: _state(client.index(self.state_uid).get_document(_STATE_ID))
            )
        except IndexMissing:
            return None
        return IndexState(version, watermark)

    def search_only_key(self) -> str:
        """A key that may search and read this index and its state, and nothing else.

        Its id follows from the index's name, so asking again gives the same key.
        """
        uid = str(uuid5(NAMESPACE_URL, f"entente:{self.uid}"))
        wanted = {
            "uid": uid,
            "name": f"search {self.uid}",
            "description": "Entente: search and read only",
            "actions": ["search", "documents.get"],
            "indexes": [f"{self.uid}*"],
            "expiresAt": None,
        }
        keys = self._link.ask_patiently(lambda client: client.get_keys({"limit": 1000}).results)
        for known in keys:
            if known.uid == uid:
                return str(known.key)
        return str(self._link.ask_patiently(lambda client: client.create_key(wanted)).key)

    def fault(self) -> str | None:
        """Why the index has to be built anew, whatever its state says; None where it is sound.

        Raises:
            SearchUnavailable: the server is of a version that this cannot work with.
        """
        self._require_version()
        try:
            found = self._link.ask_patiently(lambda client: client.index(self.uid).get_settings())
        except IndexMissing:
            return "the index itself is gone"
        drifted = sorted(name for name in SETTINGS if not _as_wanted(name, found.get(name)))
        return f"its settings were changed: {', '.join(drifted)}" if drifted else None

    def count(self) -> int:
        """How many documents the index holds."""
        stats = self._link.ask_patiently(lambda client: client.index(self.uid).get_stats())
        return int(stats.number_of_documents)

    def fingerprints(self, *, offset: int, limit: int) -> list[tuple[str, str]]:
        """A page of ids and the fingerprints of their documents."""
        wanted = {"offset": offset, "limit": limit, "fields": ["id", "fingerprint"]}
        return self._link.ask_patiently(
            lambda client: [
                (str(row.id), str(row.fingerprint))
                for row in client.index(self.uid).get_documents(wanted).results
            ]
        )

    def rebuild(
        self, documents: Iterable[EventDocument], watermark: int, later: Iterable[Batch]
    ) -> None:
        """Build the next index beside the present one, then swap the two."""
        self._drop(self._next)
        self._create(self._next)
        self._do(lambda client: client.index(self._next).update_settings(SETTINGS))
        self._add(self._next, documents)
        for batch in later:
            self._change(self._next, batch.upserts, batch.deletes)
            watermark = batch.watermark
        if not self._exists(self.uid):
            self._create(self.uid)
        self._do(lambda client: client.swap_indexes([{"indexes": [self.uid, self._next]}]))
        self._save_state(watermark)
        self._drop(self._next)

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents; waits until the server has done it.

        Raises:
            IndexMissing: the index is not there. Documents sent all the same would make one, and
                without the settings that searches need.
        """
        if not self._exists(self.uid):
            raise IndexMissing("Meilisearch holds no index any more: run `entente sync`")
        self._change(self.uid, upserts, deletes)
        self._save_state(watermark)

    def _change(self, uid: str, upserts: Iterable[EventDocument], deletes: Iterable[str]) -> None:
        unwanted = list(deletes)
        if unwanted:
            chosen = id_filter(unwanted)
            self._do(lambda client: client.index(uid).delete_documents(filter=chosen))
        self._add(uid, upserts)

    def _add(self, uid: str, documents: Iterable[EventDocument]) -> None:
        """All batches are posted before the first is waited for: the server joins waiting ones."""
        sent = ({**one.fields(), "fingerprint": one.fingerprint} for one in documents)
        tasks = []
        while batch := list(islice(sent, _BATCH)):
            tasks.append(self._begin(partial(_post, uid, batch)))
        for task in tasks:
            self._finish(task)

    def _save_state(self, watermark: int) -> None:
        if not self._exists(self.state_uid):
            self._create(self.state_uid)
        state = {"id": _STATE_ID, "schema_version": SCHEMA_VERSION, "watermark": watermark}
        self._do(partial(_post, self.state_uid, [state]))

    def _create(self, uid: str) -> None:
        self._do(lambda client: client.create_index(uid, {"primaryKey": "id"}))

    def _exists(self, uid: str) -> bool:
        try:
            self._link.ask_patiently(lambda client: client.get_index(uid))
        except IndexMissing:
            return False
        return True

    def _drop(self, uid: str) -> None:
        if self._exists(uid):
            self._do(lambda client: client.delete_index(uid))

    def _do(self, asked: Callable[[Any], Any]) -> None:
        """Tasks are asynchronous: wait for this one and read its error.

        Args:
            asked: what to ask of the client; its answer names the task.
        """
        self._finish(self._begin(asked))

    def _begin(self, asked: Callable[[Any], Any]) -> int:
        return self._link.ask_patiently(lambda client: int(asked(client).task_uid))

    def _finish(self, number: int) -> None:
        finished = self._link.ask_patiently(
            lambda client: client.wait_for_task(
                number, timeout_in_ms=_TASK_TIMEOUT_MS, interval_in_ms=20
            )
        )
        if finished.status != "succeeded":
            reason = (finished.error or {}).get("message", finished.status)
            raise SearchUnavailable(f"Meilisearch could not do a task: {reason}")

    def _require_version(self) -> None:
        told = self._link.ask_patiently(lambda client: str(client.get_version()["pkgVersion"]))
        major, minor = (int(part) for part in told.split(".")[:2])
        if major != _OLDEST_SERVER[0] or minor < _OLDEST_SERVER[1]:
            needed = ".".join(map(str, _OLDEST_SERVER))
            raise SearchUnavailable(
                f"the server at {self._link.url} is Meilisearch {told}; Entente needs "
                f"{needed} or a later {_OLDEST_SERVER[0]}.x"
            )


def _post(uid: str, documents: list[dict[str, Any]], client: Any) -> Any:
    return client.index(uid).add_documents(documents)


def _state(saved: Any) -> tuple[int, int]:
    return int(saved.schema_version), int(saved.watermark)


def _as_wanted(name: str, found: Any) -> bool:
    """Whether a setting is as wanted; the server adds to it what was not said."""
    wanted = SETTINGS[name]
    if name in UNORDERED:
        return isinstance(found, list) and set(found) == set(wanted)
    return _holds(found, wanted)


def _holds(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            _holds(found.get(name), value) for name, value in wanted.items()
        )
    return bool(found == wanted)
