"""Types of problems as a page shows them."""

from dataclasses import dataclass

from api.rest.problem_types import PROBLEM_TYPES, ProblemType


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """One type of problem, or all."""

    title: str
    heading: str
    types: tuple[ProblemType, ...]


def problems_page() -> ProblemsPage:
    """Every type."""
    return ProblemsPage(
        "Types of problems – Entente", "Types of problems", tuple(PROBLEM_TYPES.values())
    )


def problem_page(told: ProblemType) -> ProblemsPage:
    """One type."""
    return ProblemsPage(f"{told.title} – Entente", told.title, (told,))
