from collections.abc import Iterator

import pytest

from tests.site import Site, open_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on this machine."""
    with open_site() as opened:
        yield opened
