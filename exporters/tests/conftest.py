"""Fixtures of all tests."""

import pytest
from prometheus_client import CollectorRegistry


@pytest.fixture
def registry() -> CollectorRegistry:
    """A registry that nobody else has."""
    return CollectorRegistry()
