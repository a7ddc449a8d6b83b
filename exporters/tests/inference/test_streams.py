"""Generators: the time to the first item and to the last, and who ended the stream."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import track_prediction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from prometheus_client import CollectorRegistry

FIRST, REST = 0.02, 0.2


def words() -> Iterator[str]:
    """A stream that begins late and then goes on for a while."""
    time.sleep(FIRST)
    yield "to"
    time.sleep(REST)
    yield "be"


async def awords() -> AsyncIterator[str]:
    """The same, awaited."""
    await asyncio.sleep(FIRST)
    yield "to"
    await asyncio.sleep(REST)
    yield "be"


async def drained(stream: AsyncIterator[object]) -> list[object]:
    """All items."""
    return [item async for item in stream]


def is_timed(found: dict[str, float]) -> bool:
    """Whether the first item and the last were both timed, apart."""
    first, last = found["first_item_seconds_sum"], found["latency_seconds_sum"]
    return FIRST <= first < FIRST + REST <= last and found["first_item_seconds_count"] == 1


def test_a_generator_is_timed_to_its_first_and_last_item(registry: CollectorRegistry) -> None:
    """It stays a generator function, and yields the same."""
    tracked = track_prediction("m", "1", registry=registry)(words)
    assert inspect.isgeneratorfunction(tracked)
    assert list(tracked()) == ["to", "be"]
    assert is_timed(scraped(registry))
    assert scraped(registry)["requests_total{status=success}"] == 1


def test_an_async_generator_is_timed_to_its_first_and_last_item(
    registry: CollectorRegistry,
) -> None:
    """It stays an async generator function, and yields the same."""
    tracked = track_prediction("m", "1", registry=registry)(awords)
    assert inspect.isasyncgenfunction(tracked)
    assert asyncio.run(drained(tracked())) == ["to", "be"]
    assert is_timed(scraped(registry))
    assert scraped(registry)["requests_total{status=success}"] == 1


def endless(closed: list[str]) -> Iterator[int]:
    """A stream that only its reader can end."""
    try:
        while True:
            yield 1
    finally:
        closed.append("sync")


async def aendless(closed: list[str]) -> AsyncIterator[int]:
    """The same, awaited."""
    try:
        while True:
            yield 1
    finally:
        closed.append("async")


def test_who_stops_reading_cancels(registry: CollectorRegistry) -> None:
    """A stream that is closed half-way is neither a success nor an error, and is closed inside."""
    closed: list[str] = []
    track = track_prediction("m", "1", registry=registry)

    async def some() -> None:
        stream = track(aendless)(closed)
        await anext(stream)
        await stream.aclose()
        assert closed == ["sync", "async"]  # and not only when the loop ends

    stream = track(endless)(closed)
    next(stream)
    stream.close()
    asyncio.run(some())
    found = scraped(registry)
    assert found["requests_total{status=cancelled}"] == 2
    assert found["in_flight"] == 0
    assert found["first_item_seconds_count"] == 2


def test_a_stream_that_breaks_is_an_error(registry: CollectorRegistry) -> None:
    """An exception between two items reaches the reader, with the first item timed."""

    @track_prediction("m", "1", registry=registry)
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    @track_prediction("m", "1", registry=registry)
    async def abroken() -> AsyncIterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(broken())
    with pytest.raises(OSError, match="gone"):
        asyncio.run(drained(abroken()))
    found = scraped(registry)
    assert found["requests_total{status=error}"] == 2
    assert found["first_item_seconds_count"] == 2


def test_a_generator_still_talks_to_its_caller(registry: CollectorRegistry) -> None:
    """What is sent, thrown and returned goes through."""

    @track_prediction("m", "1", registry=registry)
    def echo() -> Iterator[object]:
        heard = yield "ready"
        try:
            yield heard
        except KeyError:
            yield "caught"
        return "done"

    stream = echo()
    assert [next(stream), stream.send("hello"), stream.throw(KeyError())] == [
        "ready",
        "hello",
        "caught",
    ]
    with pytest.raises(StopIteration, match="done"):
        next(stream)
    assert scraped(registry)["requests_total{status=success}"] == 1


def test_an_async_generator_still_talks_to_its_caller(registry: CollectorRegistry) -> None:
    """What is sent and thrown goes through."""

    @track_prediction("m", "1", registry=registry)
    async def echo() -> AsyncIterator[object]:
        heard = yield "ready"
        try:
            yield heard
        except KeyError:
            yield "caught"

    async def talk() -> list[object]:
        stream = echo()
        found = [await anext(stream), await stream.asend("hello"), await stream.athrow(KeyError())]
        return found + [item async for item in stream]

    assert asyncio.run(talk()) == ["ready", "hello", "caught"]
    assert scraped(registry)["requests_total{status=success}"] == 1


def test_an_empty_stream_and_one_never_read(registry: CollectorRegistry) -> None:
    """Without an item there is no time to the first; what nobody starts never began."""

    @track_prediction("m", "1", registry=registry)
    def empty() -> Iterator[int]:
        yield from ()

    assert list(empty()) == []
    empty().close()
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 1
    assert found["latency_seconds_count"] == 1
    assert found["in_flight"] == 0
    assert "first_item_seconds_count" not in found


def test_the_last_item_may_say_how_sure_the_model_is(registry: CollectorRegistry) -> None:
    """Class and confidence are read from it."""

    @track_prediction("m", "1", registry=registry)
    def refined() -> Iterator[dict[str, object]]:
        yield {"class": "cat", "confidence": 0.5}
        yield {"class": "dog", "confidence": 0.75}

    list(refined())
    found = scraped(registry)
    assert found["confidence_sum{class=dog}"] == 0.75
    assert "confidence_sum{class=cat}" not in found
