"""Every board drawn once from a real Prometheus that holds the made-up series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.compiler import boards
from generator.pipeline import build
from generator.preview import answers, make, samples
from generator.preview.prometheus import Prometheus
from tests.support.command import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.ir.boards import Board
    from generator.preview.answers import Answered
    from generator.preview.make import Made


@pytest.fixture(scope="session")
def context() -> Context:
    """What the shipped specs say."""
    return build(ROOT / "spec", "spec").context


@pytest.fixture(scope="session")
def every(context: Context) -> tuple[Board, ...]:
    """All boards of the shipped specs."""
    return tuple(boards.boards(context))


@pytest.fixture(scope="session")
def server(every: tuple[Board, ...], context: Context) -> Iterator[Prometheus]:
    """A Prometheus with the series that these boards read."""
    tool("prometheus")
    with samples.running(every, context) as url:
        yield Prometheus(url)


@pytest.fixture(scope="session")
def answered(every: tuple[Board, ...], server: Prometheus) -> tuple[Answered, ...]:
    """What the Prometheus says of each board."""
    return tuple(answers.answered(board, server, samples.END) for board in every)


@pytest.fixture(scope="session")
def made(answered: tuple[Answered, ...]) -> tuple[Made, ...]:
    """The files of each board."""
    return tuple(make.files(each) for each in answered)
