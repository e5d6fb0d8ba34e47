"""Types of problems as a page shows them."""

from dataclasses import dataclass

from api.rest.problem_types import PROBLEM_TYPES, ProblemType
from web.contexts.reference import Words, words


@dataclass(frozen=True, slots=True)
class Problem:
    """A type of problem: what it means, and what to do."""

    id: str
    title: str
    status: int
    meaning: tuple[Words, ...]
    remedy: tuple[Words, ...]

    @classmethod
    def of(cls, told: ProblemType) -> "Problem":
        """A type as a page shows it."""
        return cls(told.id, told.title, told.status, words(told.meaning), words(told.remedy))


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """One type of problem, or all."""

    title: str
    heading: str
    types: tuple[Problem, ...]


def problems_page() -> ProblemsPage:
    """Every type."""
    types = tuple(map(Problem.of, PROBLEM_TYPES.values()))
    return ProblemsPage("Types of problems – Entente", "Types of problems", types)


def problem_page(told: ProblemType) -> ProblemsPage:
    """One type."""
    return ProblemsPage(f"{told.title} – Entente", told.title, (Problem.of(told),))
