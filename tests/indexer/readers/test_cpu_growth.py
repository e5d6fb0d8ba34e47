"""Whole readers, libraries included: CPU time grows with the input; time and memory are bounded.

Steps of our own are counted in `test_growth`; here the processor's clock tells what parsers and
regular expressions take. It stands still while others have the processor; what is left of their
presence, a colder cache, the least of several tries and a wide margin bear: four times the input
takes four times the time, and with the square of it sixteen times.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.indexer.readers.costs import LARGEST, seconds, warm_up
from tests.indexer.readers.growing import Growing
from tests.indexer.readers.hostile import FORMS

pytestmark = pytest.mark.long
TIMES = 4  # the larger input against the smaller one
MOST = 9.0  # times the time
ONCE = 0.05  # seconds for what is done once a source
TRIES = 6
MEASURABLE = 0.02  # seconds
LONGEST = 20.0  # seconds of one reading, whatever is sent
MOST_MEMORY = 1_000  # megabytes for reading, beyond what a process has that has read an issue


@pytest.fixture(scope="module", autouse=True)
def _steady() -> Iterator[None]:
    """The vocabulary is read, and the collector of garbage looks at nothing that stays."""
    warm_up()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def measurable(make: Growing) -> int:
    """A size that takes long enough to be measured, or the largest that is quickly read."""
    size = 250
    while len(data := make(size)) * 2 * TIMES <= LARGEST and seconds(data) < MEASURABLE:
        size *= 2
    return size


@pytest.mark.parametrize(("form", "name"), [(form, name) for form in FORMS for name in FORMS[form]])
def test_four_times_the_input_takes_about_four_times_the_time(form: str, name: str) -> None:
    """Or less, where a limit refuses it."""
    make = FORMS[form][name]
    size = measurable(make)
    small, large = make(size), make(TIMES * size)
    one = other = LONGEST
    for _ in range(TRIES):
        one, other = min(one, seconds(small)), min(other, seconds(large))
        if other <= MOST * one + ONCE:
            return
    pytest.fail(f"{size} takes {one:.3f} s, {TIMES} times as much takes {other:.3f} s")


@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_sent_is_read_or_refused_in_bounds(form: str) -> None:
    """Up to the largest source that is accepted: seconds and memory."""
    program = [sys.executable, "-m", "tests.indexer.readers.costs", form]
    told = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    *costs, memory = (json.loads(line) for line in told.splitlines())
    assert len({cost["name"] for cost in costs}) == len(FORMS[form])
    assert not [cost for cost in costs if cost["seconds"] > LONGEST]
    assert memory["megabytes"] < MOST_MEMORY
