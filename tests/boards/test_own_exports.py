"""Boards that came out of Grafana: taken in as they are, checked, and quiet in differences."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.document import MOST_COPIED, carried
from generator.pipeline import build
from tests.boards import own
from tests.support import specs
from tests.support.command import CLEAN, tool, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path


def test_json_elsewhere_is_nobody_s_board(tmp_path: Path) -> None:
    """Only the folder of boards is looked into."""
    files = {"other.json": "[", "models/x.json": "{", "m.yaml": specs.model("churn")}
    result = build(specs.write(tmp_path / "spec", {**specs.BASE, **files}), "spec")
    assert own.found(result) == []


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    """Windows editors put one in front."""
    text = b"\xef\xbb\xbf" + json.dumps(own.export(), indent=2).replace("\n", "\r\n").encode()
    assert own.body(own.estate(tmp_path, theirs=text), "theirs") == own.export()


def test_two_exports_of_one_board_give_the_same_bytes(tmp_path: Path) -> None:
    """What Grafana counts, orders or caches by itself is no difference."""
    query = {"name": "job", "type": "query", "refresh": 1, "query": "label_values(up, job)"}
    source = {"name": "datasource", "type": "datasource", "query": "prometheus"}
    first = own.export(
        id=17,
        version=4,
        iteration=163,
        refresh="1m",
        panels=[own.panel(gridPos={"h": 8, "w": 12, "x": 0, "y": 0})],
        templating={
            "list": [
                {**query, "options": [{"text": "a"}]},
                {**source, "current": {"value": "P18"}, "options": [1]},
            ]
        },
    )
    second = dict(
        reversed(
            own.export(
                id=99,
                version=5,
                refresh="1m",
                panels=[own.panel(gridPos={"y": 0.0, "x": 0, "w": 12.0, "h": 8})],
                templating={"list": [query, source]},
            ).items()
        )
    )
    texts = []
    for name, board in (("a", first), ("b", second)):
        result = own.estate(tmp_path / name, theirs=board)
        texts += [d.body for d in result.documents if d.path == "base/dashboards/theirs.json"]
    assert texts[0] == texts[1]
    assert texts[0].endswith("}\n")
    assert '"h": 8,' in texts[0]
    assert '"w": 12,' in texts[0]


@pytest.mark.parametrize("wrapped", ["plain", "dashboard", "spec"])
def test_what_interfaces_wrap_around_a_board_goes(wrapped: str, tmp_path: Path) -> None:
    """The answer of Grafana's interface and the classic resource hold the same board."""
    board: dict[str, Any] = own.export()
    if wrapped == "dashboard":
        board = {"meta": {"folderTitle": "Any", "updated": "today"}, "dashboard": board}
    elif wrapped == "spec":
        rest = {key: each for key, each in board.items() if key != "uid"}
        board = {
            "apiVersion": "dashboard.grafana.app/v1beta1",
            "kind": "Dashboard",
            "metadata": {"name": "theirs"},
            "spec": rest,
        }
    assert own.body(own.estate(tmp_path, x=board), "theirs") == own.export()


def test_an_export_for_sharing_is_filled_in(tmp_path: Path) -> None:
    """What would be asked for at import becomes a choice, a constant, or a panel in its place."""
    source = {"type": "prometheus", "uid": "${DS_PROM}"}
    board = own.export(
        __inputs=[
            {"name": "DS_PROM", "type": "datasource", "pluginId": "prometheus", "label": "Prom"},
            {"name": "DS_EXPRESSION", "type": "datasource", "pluginId": "__expr__"},
            {"name": "VAR_TEAM", "type": "constant", "value": "ml-risk"},
        ],
        __elements={
            "lib": {
                "uid": "lib",
                "name": "Up",
                "model": {"type": "stat", "title": "Lib", "targets": [own.TARGET]},
            }
        },
        __requires=[{"type": "panel", "id": "stat"}],
        panels=[
            own.panel(datasource=source, title="Up of ${VAR_TEAM}"),
            {"id": 2, "gridPos": {"x": 1}, "libraryPanel": {"uid": "lib", "name": "Up"}},
            own.panel(id=3, datasource={"type": "__expr__", "uid": "${DS_EXPRESSION}"}),
        ],
    )
    result = own.estate(tmp_path, theirs=board)
    assert own.found(result) == []
    found = own.body(result, "theirs")
    assert not {"__inputs", "__elements", "__requires"} & found.keys()
    assert found["panels"][0]["title"] == "Up of ml-risk"
    assert found["panels"][1] == {
        "id": 2,
        "gridPos": {"x": 1},
        "type": "stat",
        "title": "Lib",
        "targets": [own.TARGET],
    }
    assert found["panels"][2]["datasource"]["uid"] == "__expr__"
    assert found["templating"]["list"] == [
        {
            "label": "Prom",
            "name": "DS_PROM",
            "query": "prometheus",
            "refresh": 1,
            "type": "datasource",
        }
    ]


def test_the_ending_of_a_file_in_capitals(tmp_path: Path) -> None:
    """A board is not left out because some system writes endings in capitals."""
    files = {**specs.BASE, "dashboards/Board.JSON": json.dumps(own.export())}
    assert own.body(build(specs.write(tmp_path / "spec", files), "spec"), "theirs")


@pytest.mark.parametrize(
    ("size", "breaks", "wanted"),
    [(100_000, "all", []), (200_000, "one", []), (400_000, "one", ["DASH537"])],
)
def test_a_large_board_is_written_as_it_fits(
    size: int, breaks: str, wanted: list[str], tmp_path: Path
) -> None:
    """Pretty where the annotation of a client-side apply holds it, else on one line."""
    count = size // 220
    panels = [own.panel(id=i, title=f"Up {i}", gridPos={"x": 0, "y": i}) for i in range(count)]
    result = own.estate(tmp_path, theirs=own.export(panels=panels))
    (text,) = (d.body for d in result.documents if d.path.endswith("theirs.json"))
    assert (text.count("\n") == 1) is (breaks == "one")
    assert (carried(text) > MOST_COPIED) is bool(wanted)
    assert [each.code.id for each in result.diagnostics] == wanted
    assert json.loads(text)["panels"] == panels


def test_the_folder_of_a_file_is_grafana_s(tmp_path: Path) -> None:
    """A board in a folder of its own may have the title of ours."""
    text = json.dumps(own.export(title="Fleet overview"))
    files = {**specs.BASE, "dashboards/ML serving/theirs.json": text}
    result = build(specs.write(tmp_path / "spec", files), "spec")
    assert own.found(result) == []
    texts = {each.path: each.body for each in result.documents}
    entries = yaml.safe_load(texts["base/kustomization.yaml"])["configMapGenerator"]
    (entry,) = (each for each in entries if each["files"] == ["dashboards/theirs.json"])
    assert entry["name"] == "watchkeeper-dashboard-theirs"
    assert entry["options"]["annotations"] == {"grafana_folder": "ML serving"}
    assert (
        '"base/dashboards/theirs.json": ["spec/dashboards/ML serving/theirs.json"]'
        in (texts["inventory.json"])
    )


def test_a_secret_in_an_export_is_found(tmp_path: Path) -> None:
    """A board is a file of the specs like any other."""
    link = "https://team:" + "c4tch-22" + "@wiki.example.org"
    result = own.estate(tmp_path, theirs=own.export(description=link))
    assert [each.code.id for each in result.diagnostics] == ["K8S607"]


def test_a_warning_stays_until_it_is_mended(tmp_path: Path) -> None:
    """A second run, which has nothing to do, says again what the first one said."""
    board = own.export(panels=[own.panel(targets=[{"refId": "A", "expr": "upp"}])])
    specs.write(tmp_path / "spec", {**specs.BASE, "dashboards/x.json": json.dumps(board)})
    for _ in range(2):
        done = watchkeeper(tmp_path, "generate")
        assert done.code == CLEAN
        assert "DASH533" in done.out


def test_every_character_gets_to_grafana(tmp_path: Path) -> None:
    """What kustomize makes of a board holds the same board, on one line or on many."""
    title = "Ü 模 🙂 \u2028\x85\ufeff \"q\" 'a' {{ x }} $(y) ${z} \\ </script>"
    wide = [own.panel(id=i, title=f"{title} {i}") for i in range(1200)]
    small, large = own.export(title=title), own.export(uid="large", title="Large", panels=wide)
    result = own.estate(tmp_path, small=small, large=large)
    assert result.ok
    documents = {each.path: each.body for each in result.documents}
    specs.write(tmp_path / "generated", documents)
    built = subprocess.run(
        [tool("kustomize"), "build", str(tmp_path / "generated/overlays/prod")],
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: dict[str, str] = {}
    for each in yaml.safe_load_all(built.stdout):
        if each["kind"] == "ConfigMap":
            found |= each["data"]
    assert json.loads(found["theirs.json"]) == small
    assert json.loads(found["large.json"]) == large
    assert found["large.json"].count("\n") == 1
