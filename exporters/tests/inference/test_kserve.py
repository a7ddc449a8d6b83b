"""A model of KServe's shape: called as its server calls it. KServe itself is not installed here."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import track_model

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


class Model:
    """What KServe's `Model` does with a request, as far as it matters here."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, body: object, headers: dict[str, str] | None = None) -> object:
        """Calls the predictor, awaiting it if it is a coroutine function."""
        if inspect.iscoroutinefunction(self.predict):
            return await self.predict(body, headers)
        return self.predict(body, headers)

    def predict(self, payload: object, headers: dict[str, str] | None = None) -> object:
        """A label and its probability for each instance."""
        del headers
        assert isinstance(payload, dict)
        return {"predictions": [{"label": "a", "score": 0.5} for _ in payload["instances"]]}


class Awaited(Model):
    """The same, awaited."""

    async def predict(self, payload: object, headers: dict[str, str] | None = None) -> object:
        """Takes a moment."""
        await asyncio.sleep(0.02)
        return super().predict(payload, headers)


@dataclass
class Input:
    """An input of KServe's `InferRequest`."""

    shape: list[int]


@dataclass
class Request:
    """KServe's `InferRequest`."""

    inputs: list[Input]


@pytest.mark.parametrize("kind", [Model, Awaited])
def test_each_instance_is_a_prediction(registry: CollectorRegistry, kind: type[Model]) -> None:
    """Under the model's own name, with the confidences of the answer."""
    model = track_model(kind("m"), "1", registry=registry)
    answer = asyncio.run(model({"instances": [1, 2, 3]}, {"x-request-id": "1"}))
    assert answer == {"predictions": [{"label": "a", "score": 0.5}] * 3}
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 3
    assert found["confidence_count{class=a}"] == 3
    assert found["latency_seconds_count"] == 1
    assert found["latency_seconds_sum"] >= (0.02 if kind is Awaited else 0)
    assert registry.get_sample_value(
        "model_prediction_in_flight", {"model_name": "m", "model_version": "1"}
    ) == pytest.approx(0)


@pytest.mark.parametrize(
    ("payload", "count"),
    [
        ({"inputs": [{"name": "x", "shape": [5, 4]}]}, 5),
        (Request([Input([7, 4])]), 7),
        (b"anything else", 1),
        ({"inputs": []}, 1),
    ],
    ids=["dictionary", "object", "bytes", "empty"],
)
def test_the_second_protocol_says_its_size_by_shape(
    registry: CollectorRegistry, payload: object, count: int
) -> None:
    """The first dimension of the first input is the batch."""

    class Silent(Model):
        """Answers nothing that could be read."""

        def predict(self, payload: object, headers: dict[str, str] | None = None) -> object:
            """The payload."""
            del headers
            return payload

    asyncio.run(track_model(Silent("m"), "1", registry=registry)(payload))
    assert scraped(registry)["requests_total{status=success}"] == count


def test_a_failed_request_fails_for_each_instance(registry: CollectorRegistry) -> None:
    """And is raised, for KServe to answer."""

    class Broken(Model):
        """Always fails."""

        def predict(self, payload: object, headers: dict[str, str] | None = None) -> object:
            """Fails."""
            raise RuntimeError(payload, headers)

    with pytest.raises(RuntimeError):
        asyncio.run(track_model(Broken("m"), "1", registry=registry)({"instances": [1, 2]}))
    assert scraped(registry)["requests_total{status=error}"] == 2
