"""Parameters that can be written as an address again."""

from urllib.parse import urlencode

from pydantic import BaseModel


class Addressed(BaseModel):
    """A set of parameters; those that are as by default stay out of its address."""

    def to_url(self, path: str = "") -> str:
        """The canonical address of this search: parameters in fixed order, defaults left out."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults, one pair a value."""
        found: list[tuple[str, str]] = []
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            if value == info.default:
                continue
            values = value if isinstance(value, tuple) else (value,)
            found += [(name, _written(one)) for one in values]
        return found


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
