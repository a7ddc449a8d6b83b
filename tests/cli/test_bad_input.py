"""Whatever stands in a spec folder, the answer is words, and no file is touched."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import CANNOT, FINDINGS, tree, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.support.command import Run

# PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: now permissions bind root as well.
POWERLESS = """
import ctypes, os, sys
for power in (1, 2):
    ctypes.CDLL(None).prctl(24, power)
os.execv(sys.argv[1], sys.argv[1:])
"""

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
BAD_NAMES = (
    "Churn",
    "churn_eu",
    "churn.eu",
    "-churn",
    "churn-",
    "../churn",
    "{{ churn }}",
    'ch"urn',
    "chürn",
    "a" * 64,
)

# What stands in bad.yaml → the numbers and lines that are reported, all of them.
BAD: Mapping[str, tuple[str | bytes, tuple[str, ...]]] = {
    "a tab": ("kind: Model\nmetadata:\n\tname: x\n", ("SPEC102:3",)),
    "an empty file": ("", ("SPEC120:0",)),
    "comments only": ("# soon\n", ("SPEC120:0",)),
    "two MiB": (b"#" * (2 << 20), ("SPEC121:0",)),
    "binary": (bytes(range(256)), ("SPEC122:2",)),
    "a control character": ("kind: Mo\x1b[31mdel\n", ("SPEC123:1",)),
    "an unknown kind": (specs.model("x").replace("kind: Model", "kind: Modle"), ("SPEC144:2",)),
    "two models of one name": (specs.model("x") + "---\n" + specs.model("x"), ("REF207:11",)),
    "the name of a model in another file": (specs.model("churn"), ("REF207:0",)),
    "80 for a ratio": (specs.model("x", "  errorRate: {max: 80}\n"), ("SPEC133:8",)),
    "a window beyond the retention": (
        specs.model("x", "  objectives: {availability: {target: 99%, window: 31d}}\n"),
        ("ALERT403:8",),
    ),
    "a bound that is no bucket": (
        specs.model("x", "  objectives: {latency: {target: 99%, threshold: 260ms}}\n"),
        ("ALERT402:8",),
    ),
    "a bomb": (BOMB, ()),
    "deep nesting": (specs.model("x", f"  traffic: {'{a: ' * 5000}{'}' * 5000}\n"), ("SPEC118:8",)),
    "deep brackets": ("[" * 100_000, ("SPEC118:1",)),
    "a line feed in text": (specs.model("x", '  description: "a\\nb"\n'), ("SPEC137:8",)),
    "a text that turns around": (specs.model("x", '  description: "a\\u202eb"\n'), ("SPEC137:8",)),
    "three mistakes in one document": (
        specs.model("x", "  errorRate: {max: 80}\n  trafic: {min: 1}\n", owner="nobody"),
        ("REF201:5", "SPEC130:9", "SPEC133:8"),
    ),
}


def places(run: Run, file: str = "bad.yaml") -> list[str]:
    """``NUMBER:line`` of each finding, which must all be in one file and say what to do."""
    found = json.loads(run.out)["diagnostics"]
    assert {each["file"] for each in found} == {f"spec/{file}"}
    assert all(each["message"] and each["fix"] for each in found), found
    return sorted(f"{each['code']}:{each['line']}" for each in found)


def refused(project: Path, *words: str) -> Run:
    """A run that finds something, writes nothing and shows no stack."""
    before = tree(project / "generated")
    done = watchkeeper(project, "generate", "--format", "json", *words)
    assert done.code == FINDINGS, done.said
    assert "nothing was written" in done.said
    assert tree(project / "generated") == before
    assert not [each for each in project.iterdir() if each.name.startswith(".generated")]
    return done


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_reported_in_all_its_places(case: str, project: Path) -> None:
    """Every mistake has its number and its line, and generated/ stays as it was."""
    text, wanted = BAD[case]
    specs.write(project / "spec", {"bad.yaml": text})
    if case == "the name of a model in another file":
        (project / "spec" / "models" / "churn.yaml").rename(project / "spec" / "a.yaml")
        wanted = ("REF207:3",)
    found = places(refused(project))
    if case == "a bomb":
        assert set(found) >= {"SPEC116:1", "SPEC116:8"}
    else:
        assert tuple(found) == wanted


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_no_dns_label_is_refused(name: str, project: Path) -> None:
    """Names become paths, labels and PromQL, so nothing else than a DNS label gets through."""
    text = specs.model("x").replace("name: x", f"name: {json.dumps(name)}")
    specs.write(project / "spec", {"bad.yaml": text})
    assert places(refused(project)) == ["SPEC136:3"]


def test_all_errors_of_all_files_come_in_one_run(project: Path) -> None:
    """A file that cannot be read hides nothing of its neighbours."""
    files = {
        "a.yaml": "kind: Model\n\tx: 1\n",
        "b.yaml": specs.model("b", "  errorRate: {max: 80}\n"),
        "c.yaml": specs.model("c", owner="nobody"),
        "d.yaml": "",
        "e.yaml": specs.service("airfow"),
    }
    specs.write(project / "spec", files)
    found = json.loads(refused(project).out)["diagnostics"]
    assert [f"{each['file']} {each['code']}" for each in found] == [
        "spec/a.yaml SPEC102",
        "spec/b.yaml SPEC133",
        "spec/c.yaml REF201",
        "spec/d.yaml SPEC120",
        "spec/e.yaml REF204",
    ]


def test_a_broken_platform_is_the_only_finding(project: Path) -> None:
    """What depends on a platform that could not be read is not reported as missing."""
    specs.write(project / "spec", {"platform.yaml": specs.PLATFORM.replace("30d", "30")})
    override = "  environments: {prod: {traffic: {min: 1}}}\n"
    specs.write(project / "spec", {"models/churn.yaml": specs.model("churn", override)})
    assert places(refused(project), "platform.yaml") == ["SPEC134:10"]


def test_the_text_of_a_finding_shows_line_value_and_help(project: Path) -> None:
    """A person sees the place, the line with a mark, what follows and what to write."""
    specs.write(project / "spec", {"bad.yaml": specs.model("x", "  errorRate: {max: 80}\n")})
    done = watchkeeper(project, "check")
    assert done.code == FINDINGS
    assert "spec/bad.yaml:8:20 error SPEC133 not-a-ratio" in done.out
    assert "8 |   errorRate: {max: 80}\n" in done.out
    assert "help: write 0.8 or 80%" in done.out
    assert done.err.startswith("1 error in 1 file")


@pytest.mark.parametrize(
    ("link", "target"),
    [("bad.yaml", "bad.yaml"), ("models/loop", "../../spec"), ("bad.yaml", "../outside.yaml")],
)
def test_links_that_loop_or_lead_out_are_refused(link: str, target: str, project: Path) -> None:
    """A link to itself, to its own folder or out of the folder is no endless walk."""
    (project / "outside.yaml").write_text(specs.model("outside"), "utf-8")
    (project / "spec" / link).symlink_to(target)
    assert places(refused(project), link) == ["SPEC125:0"]


def test_a_pipe_is_not_waited_for(project: Path) -> None:
    """Opening a named pipe would wait for ever, so it is a finding."""
    os.mkfifo(project / "spec" / "bad.yaml")
    assert places(refused(project)) == ["SPEC124:0"]


def test_a_link_to_nothing_is_a_finding(project: Path) -> None:
    """A file that cannot be opened is not skipped in silence."""
    (project / "spec" / "bad.yaml").symlink_to("gone.yaml")
    assert places(refused(project)) == ["SPEC124:0"]


def test_a_file_without_permission_is_a_finding(project: Path) -> None:
    """A file that may not be read is reported, also where the tests run as root."""
    specs.write(project / "spec", {"bad.yaml": specs.model("x")})
    (project / "spec" / "bad.yaml").chmod(0)
    done = watchkeeper(
        project, "check", "--format", "json", through=(sys.executable, "-c", POWERLESS)
    )
    assert done.code == FINDINGS, done.said
    assert places(done) == ["SPEC124:0"]


def test_a_folder_without_a_platform_compiles_to_nothing(tmp_path: Path) -> None:
    """Without environments there is nothing to compile for, and the message says so."""
    specs.write(tmp_path / "spec", {"model.yaml": specs.model("x"), "team.yaml": specs.TEAM})
    done = watchkeeper(tmp_path, "generate")
    assert done.code == FINDINGS
    assert "REF208" in done.said
    assert "no document of kind Platform" in done.said
    assert not (tmp_path / "generated").exists()


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    """The first run of somebody who has no spec yet ends in a sentence."""
    (tmp_path / "spec").mkdir()
    done = watchkeeper(tmp_path, "check")
    assert done.code == FINDINGS
    assert "watchkeeper init" in done.said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("generate", "--spec", "nowhere"), "there is no folder nowhere"),
        (("check", "--spec", "spec/platform.yaml"), "there is no folder spec/platform.yaml"),
        (("generate", "--frobnicate"), "--frobnicate"),
        (("generate", "--format", "xml"), "xml"),
        (("genrate",), "genrate"),
        (("generate", "--env", "prd"), "there are: dev, prod"),
        (("test", "--out", "nowhere"), "make generate"),
    ],
)
def test_a_call_that_cannot_work_ends_with_two(
    words: tuple[str, ...], said: str, project: Path
) -> None:
    """A wrong flag or folder is no finding: the exit code is 2, and one sentence says why."""
    before = tree(project / "generated")
    done = watchkeeper(project, *words)
    assert done.code == CANNOT, done.said
    assert said in done.said
    assert tree(project / "generated") == before
    assert not (project / "nowhere").exists()
