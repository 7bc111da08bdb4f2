import pytest

from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
