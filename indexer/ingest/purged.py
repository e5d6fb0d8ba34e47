"""What was taken down does not come back with the next file that holds it."""

from indexer.drafts import DigestDraft
from indexer.errors import UnreadableSource
from indexer.store import StoreWriter
from indexer.store.takedowns import text_hash


def refuse_purged(writer: StoreWriter, sha256: str, draft: DigestDraft, origin: str) -> None:
    """Make sure that neither the source nor its issue nor any of its texts was taken down.

    Raises:
        UnreadableSource: one of them was; the whole file is refused, since its bytes are stored.
    """
    hashes = {text_hash(event.text): event for event in draft.events}
    found = writer.purged([sha256, *hashes], draft.id)
    if draft.id in found:
        raise UnreadableSource(f"{origin}: the issue {draft.id} was taken down")
    taken = [event for hashed, event in hashes.items() if hashed in found]
    if taken:
        raise UnreadableSource(
            f"{origin}: item {taken[0].position} was taken down; take it out of the file"
        )
    if sha256 in found:
        raise UnreadableSource(f"{origin}: this file holds an item that was taken down")
