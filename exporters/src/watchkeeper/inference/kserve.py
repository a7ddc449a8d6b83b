"""Records the predictions of a KServe model.

KServe is not imported: any object will do that has a name and a `predict(payload, headers)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import TYPE_CHECKING, Protocol, TypeVar, Unpack

from watchkeeper.inference.tracker import track_prediction

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchkeeper.inference.options import Settings


class Served(Protocol):
    """What KServe's `Model` has, as far as it matters here."""

    name: str
    predict: Callable[..., object]


Model = TypeVar("Model", bound=Served)


def track_model(model: Model, model_version: str, **settings: Unpack[Settings]) -> Model:
    """Records each `predict` of a model, under the model's own name; the same model, changed.

    Each instance of a request is a prediction. Classes and confidences are read from the list
    `predictions` of the answer, as the first version of the protocol has it.
    """
    settings.setdefault("size", instances)
    model.predict = track_prediction(model.name, model_version, **settings)(model.predict)
    return model


def instances(payload: object, *_: object, **__: object) -> int:
    """The predictions that a request asks for, in both versions of the protocol."""
    if isinstance(payload, Mapping):
        found = payload.get("instances", payload.get("inputs"))
        if "instances" in payload:
            return len(found) if isinstance(found, Sized) else 1
    else:
        found = getattr(payload, "inputs", None)
    if not isinstance(found, (list, tuple)) or not found:
        return 1
    first = found[0]
    shape = first.get("shape") if isinstance(first, Mapping) else getattr(first, "shape", None)
    return int(shape[0]) if shape else 1
