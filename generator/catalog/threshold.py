"""A threshold: a number that a spec may set and that rules read as a constant series."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Bound(StrEnum):
    """Which side of the number is the bad one."""

    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class ModelThreshold:
    """A number per model, read from the field ``field`` (dotted path) of the model's spec.

    A model that sets the field gets one constant ``model:<quantity>:<bound>{model_name}``. Models
    that do not take the constant of their tier, ``tier:<quantity>:<bound>{tier}``. Alerts compare
    with ``effective``, which joins the two. ``needs`` names the canonical signal that must be there
    for the threshold to mean anything, or nothing when the drift monitor or the library reports it
    whatever the runtime.
    """

    quantity: str
    bound: Bound
    field: str
    unit: str
    help: str
    needs: str = ""

    @property
    def series(self) -> str:
        """The constant a model sets."""
        return f"model:{self.quantity}:{self.bound}"

    @property
    def tier_series(self) -> str:
        """The constant of a tier."""
        return f"tier:{self.quantity}:{self.bound}"

    @property
    def effective(self) -> str:
        """What alerts compare with: the model's own number, else its tier's."""
        return f"model:{self.quantity}:effective_{self.bound}"


@dataclass(frozen=True, slots=True)
class ServiceThreshold:
    """A number per service alert; ``spec.alerts.<alert>.threshold`` of the service overrides it.

    ``series`` is the constant each environment records, without labels.
    """

    series: str
    default: float
    unit: str
    help: str

    @property
    def value(self) -> str:
        """The PromQL scalar an alert compares with; two copies of the constant do no harm."""
        return f"scalar(max({self.series}))"
