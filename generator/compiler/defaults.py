"""The numbers of each tier: the built-in ones under the platform's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.spec.defaults import ALL_TIERS, TIERS, merge
from generator.spec.model import ModelNumbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec import PlatformSpec


def tier_numbers(platform: PlatformSpec) -> Mapping[str, ModelNumbers]:
    """By tier. Raises ``pydantic.ValidationError`` when the platform's defaults are malformed."""
    own = platform.model_defaults.tiers
    return {
        tier: ModelNumbers.model_validate(merge(ALL_TIERS, built_in, own.get(tier, {})))
        for tier, built_in in sorted(TIERS.items())
    }
