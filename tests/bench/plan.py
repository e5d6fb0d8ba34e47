"""What is run: sizes, checkouts, rounds."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "bench"
INSIDE = Path(__file__).parent / "inside"
SEEDS = ROOT / "seed_data" / "us-japan-alliance-digest"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A working tree of Entente with its own environment.

    Attributes:
        label: how the table calls it.
        path: the tree; ``path/.venv`` holds what it runs with.
    """

    label: str
    path: Path

    @property
    def python(self) -> str:
        """Its Python."""
        return str(self.path / ".venv" / "bin" / "python")

    @property
    def entente(self) -> str:
        """Its command."""
        return str(self.path / ".venv" / "bin" / "entente")


@dataclass(frozen=True, slots=True)
class Plan:
    """One sitting.

    Attributes:
        checkouts: what is compared; the last one is held to the targets.
        sizes: numbers of events.
        engines: of ``tantivy`` and ``meilisearch``.
        rounds: how often every door of every system is tried, interleaved.
        seconds: how long each try lasts.
        quiet: told by whoever runs it: nothing else ran on the machine.
    """

    checkouts: tuple[Checkout, ...]
    sizes: tuple[int, ...]
    engines: tuple[str, ...]
    rounds: int
    seconds: float
    quiet: bool
