"""The files of boards: what Grafana's own types make of them, and what its sidecar needs."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.compiler import boards
from generator.emit.kustomize import base as kustomization
from generator.ir import Base, Platform
from generator.ir.boards import MEASURES, WIDTH, PanelKind, Query
from generator.ir.deploy import Policy
from generator.pipeline import build
from tests.boards import shipped
from tests.boards.test_faults import PANEL, board
from tests.support import specs
from tests.support.command import ROOT, environment, tool

if TYPE_CHECKING:
    from pathlib import Path

OLDEST_SCHEMA = 42
DATA_SOURCES = {"${metrics}", "${logs}", "${traces}"}
PRINT = """
import sys
from tests.boards import shipped
sys.stdout.write("".join(text for _, text in sorted(shipped.files().items())))
"""

each_file = pytest.mark.parametrize("path", sorted(shipped.files()))


def read(path: str) -> dict[str, Any]:
    """One board as JSON."""
    found: dict[str, Any] = json.loads(shipped.files()[path])
    return found


def panel_of(*queries: Query, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a panel
    """One panel as it is written."""
    panel = replace(PANEL, queries=queries or PANEL.queries, **changes)
    (text,) = shipped.written(board(panel)).values()
    found: dict[str, Any] = json.loads(text)["panels"][1]
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
        from grafana_foundation_sdk.cog.encoder import JSONEncoder  # noqa: PLC0415
        from grafana_foundation_sdk.models.dashboard import Dashboard  # noqa: PLC0415
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


def test_a_bound_is_a_dashed_line() -> None:
    """The query of a bound is drawn red and dashed, and is not stacked."""
    drawn = panel_of(Query("A", "max(up)"), Query("B", "vector(1)", "bound", limit=True))
    (override,) = drawn["fieldConfig"]["overrides"]
    assert override["matcher"] == {"id": "byFrameRefID", "options": "B"}
    look = {each["id"]: each["value"] for each in override["properties"]}
    assert look["custom.lineStyle"]["fill"] == "dash"
    assert look["custom.fillOpacity"] == 0
    assert look["custom.stacking"]["mode"] == "none"


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


def test_a_time_is_written_in_milliseconds() -> None:
    """Grafana counts milliseconds where Prometheus counts seconds."""
    assert panel_of(unit="timestamp")["targets"][0]["expr"] == "(max(up)) * 1000"
    assert panel_of(unit="seconds")["targets"][0]["expr"] == "max(up)"


def test_the_heatmap_has_exemplars() -> None:
    """Dots in the heatmap of a model lead to traces; they need scraped buckets."""
    (panel,) = (each for _, each in shipped.panels() if each["type"] == "heatmap")
    assert [query["exemplar"] for query in panel["targets"]] == [True]
    assert "model_prediction_latency_seconds_bucket" in panel["targets"][0]["expr"]
    assert panel["options"]["yAxis"]["unit"] == "s"


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


def test_measures_have_units_of_their_own() -> None:
    """What is measured and not counted has a unit in Grafana."""
    plain = panel_of(unit="runs")["fieldConfig"]["defaults"]["unit"]
    for measure in MEASURES:
        found = panel_of(unit=measure)["fieldConfig"]["defaults"]["unit"]
        assert (found == plain) is (measure in ("factor", "count"))


@pytest.mark.parametrize("kind", [kind for kind in PanelKind if kind is not PanelKind.TABLE])
def test_every_kind_of_panel_is_drawn(kind: PanelKind) -> None:
    """A kind that a pack may choose is one that the emitter knows."""
    assert panel_of(kind=kind)["type"]


def test_a_neighbour_does_not_renumber() -> None:
    """A panel keeps its number when another one comes before it, and so do headings."""
    (pack,) = (each for each in shipped.context().packs if each.name == "mlflow")
    (own,) = pack.boards
    first = own.rows[0]
    more = replace(first, panels=(replace(first.panels[0], title="New"), *first.panels))
    new = replace(own, rows=(replace(more, title="Before"), more, *own.rows[1:]))
    before, after = (boards.lowered(each, pack, (), "") for each in (own, new))
    kept = {row.id for row in before.rows} | {p.id for row in before.rows for p in row.panels}
    assert kept < {row.id for row in after.rows} | {p.id for row in after.rows for p in row.panels}


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed: str) -> None:
    """Two processes with other hash seeds write the same bytes."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRINT],
        cwd=ROOT,
        env=environment(PYTHONHASHSEED=seed),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout == "".join(text for _, text in sorted(shipped.files().items()))


def test_boards_do_not_know_the_models(tmp_path: Path) -> None:
    """One model or three: the boards are the same, byte for byte."""
    found = []
    for count in (1, 3):
        models = {f"model{i}": specs.model(f"model-{i}") for i in range(count)}
        folder = specs.estate(tmp_path / str(count), **models)
        result = build(folder / "spec", "spec")
        assert result.ok
        found.append({d.path: d.body for d in result.documents if "/dashboards/" in d.path})
    assert found[0] == found[1]
    assert "base/dashboards/wk-fleet.json" in found[0]
    assert "base/dashboards/wk-mlflow.json" not in found[0]


def test_a_service_that_is_not_watched_has_no_panels(tmp_path: Path) -> None:
    """The overview has the rows of those services that there are, and no empty heading."""
    titles = []
    for names in ((), ("airflow",)):
        folder = specs.estate(tmp_path / str(len(names)), churn=specs.model("churn"))
        for name in names:
            specs.write(folder / "spec", {f"{name}.yaml": specs.service(name)})
        (overview,) = (
            json.loads(each.body)
            for each in build(folder / "spec", "spec").documents
            if each.path.endswith("wk-pipeline.json")
        )
        titles.append({panel["title"] for panel in overview["panels"]})
    assert titles[1] - titles[0] == {"Training", "DAG success", "DAG runs of the last day"}


def test_a_board_is_a_config_map_for_the_sidecar(tmp_path: Path) -> None:
    """What kustomize makes has label, folder and namespace, a name without a hash, and is small."""
    policy = Policy("any", (("app", "any"),), (), pack="any")
    base = Base((), (), (), (), (), platform=Platform(policies=(policy,)), boards=shipped.found())
    (document,) = kustomization(base)
    text = yaml.safe_load(document.body) | {"resources": []}
    specs.write(tmp_path / "base", {"kustomization.yaml": yaml.safe_dump(text)})
    specs.write(tmp_path / "base", {k.removeprefix("base/"): v for k, v in shipped.files().items()})
    overlay = {"namespace": "watching", "resources": ["../base"]}
    specs.write(tmp_path / "prod", {"kustomization.yaml": yaml.safe_dump(overlay)})
    built = subprocess.run(
        [tool("kustomize"), "build", str(tmp_path / "prod")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    maps = list(yaml.safe_load_all(built.stdout))
    assert len(maps) == len(shipped.found())
    for found, each in zip(shipped.found(), sorted(maps, key=_uid), strict=True):
        assert each["metadata"] == {
            "name": f"watchkeeper-{found.object}",
            "namespace": "watching",
            "labels": {"grafana_dashboard": "1"},
            "annotations": {"grafana_folder": "Watchkeeper"},
        }
        assert each["data"] == {f"{found.uid}.json": shipped.files()[f"base/{found.path}"]}
        assert len(json.dumps(each).encode()) < shipped.MOST_BYTES


def _uid(found: dict[str, Any]) -> str:
    return str(next(iter(found["data"])))


def test_a_board_goes_with_its_service(tmp_path: Path) -> None:
    """Where a service does not run there is no board of it; elsewhere there is."""
    off = "  environments:\n    dev: {enabled: false}\n"
    folder = specs.estate(tmp_path, churn=specs.model("churn"))
    specs.write(folder / "spec", {"mlflow.yaml": specs.service("mlflow", off)})
    result = build(folder / "spec", "spec")
    specs.write(folder / "generated", {each.path: each.body for each in result.documents})
    for environment_, wanted in (("dev", 0), ("prod", 1)):
        overlay = folder / "generated" / "overlays" / environment_
        built = subprocess.run(
            [tool("kustomize"), "build", str(overlay)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        ).stdout
        assert built.count("name: watchkeeper-board-mlflow\n") == wanted
        assert built.count("name: watchkeeper-board-fleet\n") == 1


def test_the_sdk_is_loaded_for_boards_alone(tmp_path: Path) -> None:
    """A second run, which keeps the boards of the first, does not wait for the SDK."""
    folder = specs.estate(tmp_path, churn=specs.model("churn"))
    script = (
        "import sys, pathlib; from generator.pipeline import build; "
        f"here = pathlib.Path({str(folder)!r}); build(here / 'spec', 'spec', here / 'm');"
        "print('grafana_foundation_sdk' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
