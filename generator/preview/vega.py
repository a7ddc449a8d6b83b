"""Vega-Lite, drawn without a browser; the library is an extra, and slow to load."""

from __future__ import annotations

import functools
import importlib
import json
import re
from typing import Any

from generator.preview import style

EXTRA = "vl_convert"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
VERSION = "6.1"
_OUTER = re.compile(r"^<svg[^>]*>|</svg>\s*$")
_NAMED = re.compile(r'(id="|url\(#|href="#)([\w-]+)')
AXIS = {
    "labelColor": style.MUTED,
    "labelFont": style.FONT,
    "labelFontSize": 11,
    "gridColor": style.GRID,
    "domain": False,
    "ticks": False,
    "labelPadding": 6,
    "title": None,
    "labelLimit": 400,
    "labelOverlap": False,
}


class Missing(Exception):  # noqa: N818 - a library that is not there is no error of ours
    """The extra is not installed."""


@functools.cache
def library() -> Any:  # noqa: ANN401 - the library has no types
    """The library; raises ``Missing``."""
    try:
        return importlib.import_module(EXTRA)
    except ImportError:
        raise Missing from None


def drawn(layers: list[dict[str, Any]], size: tuple[float, float], name: str) -> str:
    """The inside of an SVG of exactly this size; ``name`` keeps its ids apart from others'."""
    spec = {
        "$schema": SCHEMA,
        "width": round(size[0]),
        "height": round(size[1]),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "right": 10, "top": 6, "bottom": 2},
        "background": None,
        "layer": layers,
        "config": {"view": {"stroke": None}, "axis": AXIS, "font": style.FONT},
    }
    svg = library().vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    return _named(_OUTER.sub("", svg.strip()), name)


def _named(svg: str, name: str) -> str:
    """With ids that are the same in every run: Vega counts them on from picture to picture."""
    found: dict[str, int] = {}
    return _NAMED.sub(lambda hit: f"{hit[1]}{name}-{found.setdefault(hit[2], len(found))}", svg)


def png(svg: str) -> bytes:
    """An SVG as points."""
    return bytes(library().svg_to_png(svg, scale=1))


def ticked(ticks: tuple[tuple[float, str], ...]) -> dict[str, Any]:
    """An axis that has these words at these places."""
    places = [at for at, _ in ticks]
    words = json.dumps([text for _, text in ticks])
    named = f"{words}[indexof({json.dumps(places)}, +datum.value)]"
    # Vega leaves out every other tick where there are more of them than it would have made.
    return {"values": places, "labelExpr": named, "tickCount": len(places) + 1}
