"""OR, AND, NOT and parentheses of the search box: pieces to one `Box`."""

from collections.abc import Sequence
from dataclasses import replace

from api.knowledge.box import Box, FieldPart, Place
from api.knowledge.box_tokens import Sign, Token
from api.knowledge.filters import FIELDS
from indexer.errors import QueryError

_PARAMETER = "q"
_MOST_DEEP = 10
Piece = tuple[Token, Box | None]  # a sign, or a part with what it says


def grouped(pieces: Sequence[Piece]) -> Box:
    """What the pieces say together.

    Raises:
        QueryError: a sign has nothing to join, or a parenthesis no other.
    """
    reader = _Reader(pieces)
    box = _as_one(reader.alternatives(0))
    if (left := reader.sign) is not None:
        raise _fault("a parenthesis is closed that was never opened", left.place)
    return box


def negated(alternatives: Sequence[Box], place: Place) -> Box:
    """What must hold so that none of these does.

    Raises:
        QueryError: a field among them cannot be excluded.
    """
    box = Box()
    for one in alternatives:
        parts = [
            Box((replace(term, excluded=not term.excluded, prefix=False),)) for term in one.terms
        ]
        parts += [Box(fields=(_excluded(field, place),)) for field in one.fields]
        parts += [negated(group, place) for group in one.groups]
        box = box.with_(_as_one(parts))
    return box


def require_excludable(name: str, place: Place) -> None:
    """Refuse a field that cannot be excluded.

    Raises:
        QueryError: it cannot.
    """
    field = FIELDS[name]
    if not field.excludable:
        instead = f"; use {field.instead}: instead" if field.instead else ""
        raise _fault(f"{name}: cannot be excluded{instead}", place)


def _excluded(part: FieldPart, place: Place) -> FieldPart:
    require_excludable(part.name, place)
    return replace(part, excluded=not part.excluded)


class _Reader:
    """Reads pieces one after another."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    @property
    def sign(self) -> Token | None:
        """The piece that comes next."""
        return self._pieces[self._at][0] if self._at < len(self._pieces) else None

    def alternatives(self, depth: int) -> list[Box]:
        """What OR parts, up to a closing parenthesis or the end."""
        found = [self._everything(depth)]
        while (sign := self.sign) is not None and sign.sign is Sign.OR:
            self._at += 1
            if found[-1] == Box():
                raise _nothing_to_join(sign)
            found.append(self._everything(depth))
            if found[-1] == Box():
                raise _nothing_to_join(sign)
        return found

    def _everything(self, depth: int) -> Box:
        box = Box()
        while (sign := self.sign) is not None and sign.sign not in {Sign.OR, Sign.CLOSE}:
            if sign.sign is Sign.AND:
                self._at += 1
                if box == Box() or self.sign is None or self.sign.sign in {Sign.OR, Sign.CLOSE}:
                    raise _nothing_to_join(sign)
            else:
                box = box.with_(self._part(depth))
        return box

    def _part(self, depth: int) -> Box:
        token, said = self._pieces[self._at]
        self._at += 1
        if said is not None:
            return said
        if token.sign is Sign.NOT:
            following = self.sign
            if following is None or following.sign in {Sign.OR, Sign.AND, Sign.CLOSE}:
                raise _nothing_to_join(token)
            return negated([self._part(depth)], token.place)
        if depth == _MOST_DEEP:
            raise _fault(
                f"parentheses stand in each other more than {_MOST_DEEP} deep", token.place
            )
        inner = self.alternatives(depth + 1)
        if self.sign is None:
            raise _fault("a parenthesis is never closed", token.place)
        self._at += 1
        return negated(inner, token.place) if token.excluded else _as_one(inner)


def _as_one(alternatives: Sequence[Box]) -> Box:
    """A box that asks for at least one of these."""
    if len(alternatives) == 1:
        return alternatives[0]
    return Box(groups=(tuple(alternatives),)) if alternatives else Box()


def _nothing_to_join(sign: Token) -> QueryError:
    word = sign.text
    return _fault(
        f"{word} needs something on {'its right' if sign.sign is Sign.NOT else 'both sides'}; to "
        f"search the word itself write {word.lower()}",
        sign.place,
    )


def _fault(message: str, place: Place) -> QueryError:
    return QueryError(message, parameter=_PARAMETER, span=place)
