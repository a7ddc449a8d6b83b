"""The files of boards: what Grafana's own types make of them, and what its sidecar needs."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from generator import packs
from generator.compiler import boards
from generator.ir.boards import WIDTH
from tests.boards import shipped

OLDEST_SCHEMA = 42
DATA_SOURCES = {"${metrics}", "${logs}", "${traces}"}

each_file = pytest.mark.parametrize("path", sorted(shipped.files()))


def read(path: str) -> dict[str, Any]:
    """One board as JSON."""
    found: dict[str, Any] = json.loads(shipped.files()[path])
    return found


def test_there_are_boards() -> None:
    """The boards of the fleet, of a model, and of a service."""
    assert {each.uid for each in shipped.found()} >= {
        *("wk-fleet", "wk-model", "wk-pipeline", "wk-slo", "wk-drift", "wk-mlflow"),
    }


@each_file
def test_the_sdk_reads_what_it_wrote(path: str) -> None:
    """Through Grafana's types and back nothing is lost, so nothing was misspelt."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from grafana_foundation_sdk.cog import plugins  # noqa: PLC0415 - warns at import
        from grafana_foundation_sdk.cog.encoder import JSONEncoder  # noqa: PLC0415 - imported where it is used: it is slow, or optional
        from grafana_foundation_sdk.models.dashboard import Dashboard  # noqa: PLC0415 - imported where it is used: it is slow, or optional
    plugins.register_default_plugins()
    again = JSONEncoder(sort_keys=True, indent=2).encode(Dashboard.from_json(read(path)))
    assert json.loads(again) == read(path)


@each_file
def test_the_schema_is_that_of_the_pinned_sdk(path: str) -> None:
    """An SDK of the old line, which sorts as newer, would write an older schema."""
    assert read(path)["schemaVersion"] >= OLDEST_SCHEMA
    assert read(path)["editable"] is False
    assert {"id", "version"}.isdisjoint(read(path))


@each_file
def test_every_panel_has_its_own_place_and_number(path: str) -> None:
    """Numbers differ, nothing lies on anything, and nothing sticks out."""
    panels = read(path)["panels"]
    numbers = [panel["id"] for panel in panels]
    assert len({*numbers}) == len(numbers)
    assert all(0 < number < 2**31 for number in numbers)
    taken = Counter(
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    )
    assert max(taken.values()) == 1
    assert max(x for x, _ in taken) < WIDTH


def test_every_panel_says_what_it_is() -> None:
    """Title, description, a chosen data source, and a unit wherever a number is drawn."""
    for path, panel in shipped.panels():
        assert panel["title"], path
        assert panel["description"].endswith("."), (path, panel["title"])
        sources = [panel["datasource"], *(query["datasource"] for query in panel["targets"])]
        assert {source["uid"] for source in sources} <= DATA_SOURCES
        if panel["type"] not in ("table", "logs"):
            assert panel["fieldConfig"]["defaults"]["unit"], (path, panel["title"])


@each_file
def test_the_data_sources_that_are_asked_can_be_chosen(path: str) -> None:
    """Each data source of a panel is one that the board lets people choose."""
    found = read(path)
    kinds = {each["name"]: each["type"] for each in found["templating"]["list"]}
    asked = {f"{each['datasource']['uid']}" for each in found["panels"] if "datasource" in each}
    assert {name.strip("${}") for name in asked} <= {
        name for name, kind in kinds.items() if kind == "datasource"
    }


@each_file
def test_every_board_leads_on(path: str) -> None:
    """Each board has the menu of its neighbours and the way to the runbooks."""
    menu, runbooks = read(path)["links"]
    assert menu["tags"] == read(path)["tags"] == ["watchkeeper"]
    assert runbooks["url"].endswith("/README.md")


def test_a_single_number_is_of_now() -> None:
    """A number that stopped arriving goes away, and does not stay green for hours."""
    for path, panel in shipped.panels():
        if panel["type"] in ("stat", "bargauge", "table") and "traceql" not in str(panel):
            assert all(query["instant"] for query in panel["targets"]), (path, panel["title"])


def test_alerts_and_panels_lead_to_their_runbooks() -> None:
    """The link of a panel that an alert watches is the page that is generated for it."""
    pages = {f"{name}.md" for name in shipped.against().alerts}
    found = [
        link["url"].rpartition("/")[2]
        for _, panel in shipped.panels()
        for link in panel.get("links", ())
        if link["title"].startswith("Runbook")
    ]
    assert found
    assert {*found} <= pages


def test_the_bounds_of_alerts_are_in_the_panels() -> None:
    """Every threshold that is effective for a model is drawn on the model's board."""
    drawn = "".join(
        query["expr"]
        for path, panel in shipped.panels()
        if path.endswith("wk-model.json")
        for query in panel["targets"]
        if "expr" in query
    )
    thresholds = {each.effective for pack in shipped.context().packs for each in pack.thresholds}
    # How many events an alert needs, and a fall against last week, are no lines in these graphs.
    without = {"model:slo_events:effective_min", "model:traffic_drop:effective_max"}
    assert {each for each in thresholds if each not in drawn} == without


def test_logs_are_found_by_labels_that_lines_have() -> None:
    """Streams are chosen by labels of all lines, the rest by what is kept beside a line."""
    from generator.packs.alloy.lines import LABELS  # noqa: PLC0415 - of one test

    for _, panel in shipped.panels():
        if panel["type"] == "logs":
            (query,) = panel["targets"]
            streams = query["expr"].partition("}")[0].strip("{ ")
            names = {each.partition("=")[0].strip() for each in streams.split(",")}
            assert names <= {*LABELS}
            assert query["datasource"]["uid"] == "${logs}"


def test_a_neighbour_does_not_renumber() -> None:
    """A panel keeps its number when another one comes before it, and so do headings."""
    (pack,) = (each for each in shipped.context().packs if each.name == "mlflow")
    (own,) = packs.boards(pack)
    first = own.rows[0]
    more = replace(first, panels=(replace(first.panels[0], title="New"), *first.panels))
    new = replace(own, rows=(replace(more, title="Before"), more, *own.rows[1:]))
    before, after = (boards.lowered(each, pack, (), "") for each in (own, new))
    kept = {row.id for row in before.rows} | {p.id for row in before.rows for p in row.panels}
    assert kept < {row.id for row in after.rows} | {p.id for row in after.rows for p in row.panels}
