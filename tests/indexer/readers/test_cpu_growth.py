"""CPU of whole readers, libraries included: twice the input takes about twice the time.

Steps of our own are counted in `test_growth`; here a clock tells what parsers and regular
expressions take. Each input is grown until it takes long enough to be measured, and the least of
several tries counts, so that a busy machine changes nothing.
"""

import time
from contextlib import suppress

import pytest

from indexer.errors import InputError
from indexer.ingest.build import build
from indexer.readers import SourceHints, parts, read
from tests.indexer.readers.hostile import FORMS, Growing

pytestmark = pytest.mark.quiet
MOST = 2.6
TRIES = 5
MEASURABLE = 0.15  # seconds
LONGEST = 20.0  # of one reading; nothing that an enemy sends within the limit takes longer
LARGEST = 10_000_000  # bytes
HINTS = SourceHints("x", series="Harbour Letter", new_series=True)


def taken(data: bytes) -> float:
    """CPU seconds for some bytes, refused or not, as every door reads them."""
    before = time.process_time()
    with suppress(InputError):
        for part in parts(data, HINTS, max_bytes=10**9):
            with suppress(InputError):
                build(read(part.data, part.hints, max_bytes=10**9), part.hints.origin)
    return time.process_time() - before


def measurable(make: Growing) -> int:
    """A size that takes long enough to be measured, or the largest that is accepted."""
    size = 500
    while min(taken(data := make(size)), taken(data)) < MEASURABLE and len(data) * 4 <= LARGEST:
        size *= 2
    return size


@pytest.mark.parametrize(("form", "name"), [(form, name) for form in FORMS for name in FORMS[form]])
def test_twice_the_input_takes_about_twice_the_time(form: str, name: str) -> None:
    """Up to a little for what is done once, and for what the machine does beside."""
    make = FORMS[form][name]
    size = measurable(make)
    small, large = make(size), make(2 * size)
    growth = []
    for _ in range(TRIES):
        one, other = taken(small), taken(large)
        assert other < LONGEST
        growth.append(other / max(one, MEASURABLE / 3))
        if min(growth) <= MOST:
            return
    pytest.fail(f"{form}, {name}: {size} to {2 * size} takes {min(growth):.1f} times the time")


@pytest.mark.parametrize(("form", "name"), [(form, name) for form in FORMS for name in FORMS[form]])
def test_the_largest_that_is_accepted_is_read_in_time(form: str, name: str) -> None:
    """Ten megabytes of anything."""
    make = FORMS[form][name]
    size = 500
    while len(make(size * 2)) <= LARGEST:
        size *= 2
    assert taken(make(size)) < LONGEST
