"""The filter on days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.knowledge import vocabulary
from api.knowledge.box import Box, BoxField
from api.knowledge.filter_rows import Panel, Params, Part
from api.knowledge.parameters import FieldDefinition, flag, text
from api.knowledge.periods import is_period
from indexer.errors import QueryError
from indexer.search.conditions import Period
from indexer.search.document import YEAR
from indexer.search.query import PERIOD, EventQuery

_FIELDS = frozenset({"after", "before", "in"})


@dataclass(frozen=True, slots=True)
class PeriodFilter:
    """The days on which something happened."""

    name: str = PERIOD
    panel: Panel | None = field(default=Panel(YEAR, "Year", 10, checkbox=False))

    @property
    def fields(self) -> tuple[BoxField, ...]:
        """Its two ends, and both at once."""

        def field(name: str, instead: str | None) -> BoxField:
            return BoxField(
                name, several=False, excludable=False, instead=instead, is_value=is_period
            )

        return field("after", "before"), field("before", "after"), field("in", None)

    def parameters(self) -> Mapping[str, FieldDefinition]:
        """Its two ends, and how exact days must be known."""
        return {
            "event_from": text(
                "An occurrence overlaps the period from this year, quarter, month or day on.",
                "2023-04",
                "period",
            ),
            "event_to": text(
                "An occurrence overlaps the period up to this year, quarter, month or day.",
                "2023-06-30",
                "period",
                not_before="event_from",
            ),
            "certain": flag("Only occurrences known to the day count for the period."),
        }

    def understood(self, params: Params, box: Box) -> Period:
        """The narrowest period that parameters and box allow."""
        first = self._bound(params, box, "event_from", "after", end=False)
        last = self._bound(params, box, "event_to", "before", end=True)
        if first and last and first > last:
            places = [part.places[0] for part in box.fields if part.name in _FIELDS]
            raise QueryError(
                f"the period ends ({last}) before it starts ({first})",
                parameter="q" if places else "event_to",
                span=(min(places)[0], max(places)[1]) if places else None,
            )
        return Period(first, last, params.given("certain"))

    def echoed(self) -> Mapping[str, Any]:
        """Its two days, and how exact."""
        return {"event_from": date | None, "event_to": date | None, "certain": bool}

    def echo(self, query: EventQuery) -> Mapping[str, Any]:
        """Its days."""
        period = query.period
        return {
            "event_from": period.first,
            "event_to": period.last,
            "certain": period.certain,
        }

    def chips(self, params: Params) -> Iterator[Part]:
        """How exact, and each end."""
        if params.given("certain"):
            yield Part("certain", "certain dates only", "certain dates only", {"certain": False})
        for name, word in (("event_from", "from"), ("event_to", "to")):
            if value := params.given(name):
                yield Part(name, f"{word} {value}", "the period", {name: None})

    def parts(self, params: Params) -> Iterator[Part]:
        """The period as a whole, and how exact."""
        if params.given("event_from") or params.given("event_to"):
            without = {"event_from": None, "event_to": None}
            yield Part("event_from", "the period", "the period", without)
        if params.given("certain"):
            yield Part("certain", "certain dates only", "certain dates only", {"certain": False})

    def selects(self, value: str) -> Mapping[str, Any]:
        """A whole year or month."""
        return {"event_from": value, "event_to": value}

    def shown(self, value: str) -> str:
        """Years are their own names."""
        return value

    @staticmethod
    def _bound(params: Params, box: Box, name: str, named: str, *, end: bool) -> Any:
        days = []
        if (word := params.given(name)) is not None:
            days.append(vocabulary.resolve_day(word, end=end, parameter=name))
        for part in box.fields:
            if part.name in {named, "in"}:
                place = part.places[0]
                day = vocabulary.resolve_day(part.values[0], end=end, parameter="q", span=place)
                days.append(day)
        return (min(days) if end else max(days)) if days else None
