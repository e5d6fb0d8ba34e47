"""Days of the year that are known by a name, the same everywhere and in every year.

Not those of one state that others have on another day ("Independence Day", "Labor Day"), and none
that moves ("Easter").
"""

from collections.abc import Mapping

NAMED_DAYS: Mapping[str, tuple[int, int]] = {
    "Groundhog Day": (2, 2),
    "Waitangi Day": (2, 6),
    "Valentine’s Day": (2, 14),
    "International Women’s Day": (3, 8),
    "St. Patrick’s Day": (3, 17),
    "Earth Day": (4, 22),
    "Anzac Day": (4, 25),
    "ANZAC Day": (4, 25),
    "Europe Day": (5, 9),
    "Juneteenth": (6, 19),
    "Canada Day": (7, 1),
    "Bastille Day": (7, 14),
    "Halloween": (10, 31),
    "Armistice Day": (11, 11),
    "Remembrance Day": (11, 11),
    "Veterans Day": (11, 11),
    "Human Rights Day": (12, 10),
}
