"""Files of boards that hold something else: each is told of with its place, in one run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.pipeline import build
from tests.boards import own
from tests.support import specs
from tests.support.command import FINDINGS, tree, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.pipeline import Build

DEEP = b'{"panels": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"
# What stands in bad.json → what is reported, all of it.
BAD: Mapping[str, tuple[bytes | dict[str, Any], list[str]]] = {
    "nothing": (b"", ["SPEC120"]),
    "spaces": (b" \n\t\n", ["SPEC120"]),
    "an array": (b"\n[1]", ["DASH522:2:1"]),
    "a number": (b"7", ["DASH522:1:1"]),
    "half a file": (b'{"uid": "a",\n "title": "b"', ["DASH521:2:13"]),
    "a comma too many": (b'{"uid": "a",\n "panels": [],}', ["DASH521:2:15"]),
    "two values": (b"{}\n{}", ["DASH521:2:1"]),
    "no number": (b'{"panels": [],\n "x": NaN}', ["DASH521:2:7"]),
    "a number beyond all": (b'{"panels": [], "x": 1e999}', ["DASH521:1:21"]),
    "a number of 5000 digits": (b'{"x": ' + b"1" * 5000 + b"}", ["DASH521:1:7"]),
    "half a character": (b'{"x": "\\ud83d"}', ["DASH521:1:8"]),
    "a key twice": (b'{"uid": "a",\n "uid": "b", "title": "T", "panels": []}', ["SPEC103:2:2"]),
    "10,000 levels": (DEEP, ["SPEC118:1:111"]),
    "120 levels": (b'{"panels":\n ' + b"[" * 120 + b"]" * 120 + b"}", ["SPEC118:2:101"]),
    "NUL": (b'{"uid": "a\x00"}', ["SPEC123:1:11"]),
    "UTF-16": (json.dumps(own.export()).encode("utf-16"), ["SPEC122:1:1"]),
    "binary": (bytes(range(256)), ["SPEC122:2:118"]),
    "9 MiB": (b" " * (9 << 20), ["SPEC121"]),
    "2 MiB": (own.export(description="x" * (2 << 20)), ["DASH536"]),
    "no uid": (own.export(uid=None), ["DASH524:2:10"]),
    "a uid of 60 characters": (own.export(uid="x" * 60), ["DASH524:2:10"]),
    "a uid that leads elsewhere": (own.export(uid="../x"), ["DASH524:2:10"]),
    "a uid that is a number": (own.export(uid=7), ["DASH524:2:10"]),
    "a title of 190 characters": (own.export(title="x" * 190), ["DASH525:3:12"]),
    "a list of no panels": (own.export(panels=[]), ["DASH522:4:13"]),
    "rows of no panels": ({"uid": "a", "title": "b", "rows": []}, ["DASH522:4:11"]),
    "queries that are text": (own.export(panels=[own.panel(targets="abc")]), ["DASH527:9:18"]),
    "a query that is text": (
        own.export(panels=[own.panel(targets=["abc", None])]),
        ["DASH527:10:9", "DASH527:11:9"],
    ),
    "a type that is a number": (own.export(panels=[own.panel(type=5)]), ["DASH527:6:15"]),
    "a row of text": (own.export(panels=[{"type": "row", "panels": "x"}]), ["DASH527:7:17"]),
    "a time that is text": (own.export(time="now"), ["DASH527:17:11"]),
    "tags that are text": (own.export(tags="x"), ["DASH527:17:11"]),
    "a variable without a text for a name": (
        own.export(templating={"list": [{"name": 7, "type": "custom"}]}),
        ["DASH527:20:17"],
    ),
    "no title": (own.export(title=" "), ["DASH525:3:12"]),
    "no panels": ({"uid": "a", "title": "b"}, ["DASH522:1:1"]),
    "panels that are none": (own.export(panels=["x"]), ["DASH522:4:13"]),
    "panels without targets": (own.export(panels=[{"type": "stat"}]), ["DASH526:5:5"]),
    "the newer format": (
        {
            "apiVersion": "dashboard.grafana.app/v2beta1",
            "kind": "Dashboard",
            "spec": {"elements": {}, "layout": {}, "title": "x"},
        },
        ["DASH523:2:17"],
    ),
    "the newer format, bare": ({"elements": {}, "layout": {}}, ["DASH523:2:15"]),
    "the uid of a pack": (own.export(uid="wk-Fleet"), ["DASH514:2:10"]),
    "the title of a pack": (own.export(title="Fleet overview"), ["DASH514:3:12"]),
    "everything at once": (
        own.export(uid="", title="", panels=[{}]),
        ["DASH524:2:10", "DASH525:3:12", "DASH526:5:5"],
    ),
}


def told(result: Build) -> list[str]:
    """``CODE:line:column`` of each finding."""
    return [
        f"{each.code.id}:{each.origin.line}:{each.origin.column}"
        if each.origin.line
        else each.code.id
        for each in result.diagnostics
    ]


def file(content: bytes | dict[str, Any]) -> bytes:
    """The content of a file of boards."""
    return json.dumps(content, indent=2).encode() if isinstance(content, dict) else content


@pytest.mark.parametrize(("content", "wanted"), BAD.values(), ids=BAD)
def test_a_bad_export_is_told_of(
    content: bytes | dict[str, Any], wanted: list[str], tmp_path: Path
) -> None:
    """Whatever the file holds, the answer is words and a place."""
    result = own.estate(tmp_path, bad=file(content))
    assert told(result) == wanted
    assert {each.origin.file for each in result.diagnostics} == {"spec/dashboards/bad.json"}
    assert all(each.fix for each in result.diagnostics)


def test_bad_exports_do_not_hide_each_other(tmp_path: Path) -> None:
    """One run tells of all of them, and writes nothing."""
    texts = {f"dashboards/{n}.json": file(text) for n, (text, _) in enumerate(BAD.values())}
    specs.write(tmp_path / "spec", {**specs.BASE, **texts})
    before = tree(tmp_path)
    done = watchkeeper(tmp_path, "check", "--format", "json")
    assert "Traceback" not in done.said
    found = {(each["file"], each["code"]) for each in json.loads(done.out)["diagnostics"]}
    wanted = {
        (f"spec/dashboards/{n}.json", each.split(":")[0])
        for n, (_, codes) in enumerate(BAD.values())
        for each in codes
    }
    assert wanted <= found
    assert watchkeeper(tmp_path, "generate").code == FINDINGS
    assert tree(tmp_path) == before


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A board that stands somewhere else would be another one on another machine."""
    outside = tmp_path / "board.json"
    outside.write_text(json.dumps(own.export()), "utf-8")
    specs.write(tmp_path / "spec", {**specs.BASE, "dashboards/ok.json": json.dumps(own.export())})
    (tmp_path / "spec/dashboards/bad.json").symlink_to(outside)
    assert own.found(build(tmp_path / "spec", "spec")) == ["SPEC125 spec/dashboards/bad.json"]
