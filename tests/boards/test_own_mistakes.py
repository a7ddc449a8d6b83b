"""What can be wrong with a board that a user writes: each is told where it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.boards import own
from tests.support import specs
from tests.support.command import FINDINGS, tree, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path


def test_two_rows_of_one_title(tmp_path: Path) -> None:
    """Numbers come from titles; the second row is told of once, whatever is in it."""
    text = own.written("up") + "    - title: Traffic\n      panels: [scrape_samples_scraped, up]\n"
    result = own.estate(tmp_path, serving=text)
    assert own.found(result) == ["DASH513 spec/dashboards/serving.yaml:10:14"]
    assert result.diagnostics[0].message == "Serving: another row is called Traffic"


MISTAKES = {
    "an unknown signal": ("model:request:rate5m", "DASH531 12:11"),
    "a signal of a service that is not watched": ("{signal: 'revision:pods:max'}", "DASH531 12:20"),
    "a query that does not parse": (
        "{title: A, unit: count, description: A, query: 'sum('}",
        "DASH501 12:58",
    ),
    "a label that the signal does not have": ("{signal: up, where: 'jobb=\"x\"'}", "DASH503 12:31"),
    "a choice that nothing gives": ("{signal: up, where: 'job=\"$job\"'}", "DASH506 12:31"),
    "a label that cannot be summed by": ("{signal: up, by: [jobb]}", "DASH503 12:28"),
    "a second matcher in disguise": ("{signal: up, where: 'job=\"x\"} or max{'}", "DASH532 12:31"),
    "a heatmap of several": (
        "{signal: 'model:latency_bucket:rate5m', kind: heatmap, by: [model_name]}",
        "DASH532 12:70",
    ),
    "the name of a line that is not kept": ("{signal: up, legend: '{{job}}'}", "DASH508 12:32"),
    "samples of a range": (
        "{title: A, unit: count, description: A, query: 'up[5m]'}",
        "DASH517 12:58",
    ),
    "a text": ("{title: A, unit: count, description: A, query: '\"up\"'}", "DASH517 12:58"),
    "the second of two queries": (
        "{title: A, unit: count, description: A, queries: [{query: max(up)}, {query: max(upp)}]}",
        "DASH533 12:87",
    ),
    "27 queries": (
        f"{{title: A, unit: count, queries: [{', '.join(['{query: max(up)}'] * 27)}]}}",
        "SPEC145 12:44",
    ),
    "steps that fall": (
        "{signal: up, steps: [{from: 5, color: bad}, {from: 1, color: good}]}",
        "SPEC145 12:31",
    ),
    "a base that is not first": (
        "{signal: up, steps: [{from: 1, color: bad}, {color: good}]}",
        "SPEC145 12:31",
    ),
    "an axis upside down": ("{signal: up, low: 5, high: 1}", "SPEC146 12:11"),
    "lines with a brace too few": (
        "{title: A, description: A, kind: logs, query: '{job=\"x\"'}",
        "DASH501 12:57",
    ),
    "lines with a quote too few": (
        "{title: A, description: A, kind: logs, query: '{job=\"x}'}",
        "DASH501 12:57",
    ),
    "no spans": ("{title: A, description: A, kind: traces, query: ' '}", "DASH501 12:59"),
    "no words": ("{query: 'vector(1)', unit: count}", "DASH510 12:11"),
    "a unit that nothing has": ("{signal: up, unit: secs}", "DASH511 12:11"),
    "a link to no board": ("{signal: up, links: [{title: A, url: /d/wk-modle}]}", "DASH515 12:11"),
    "a link that is none": (
        "{signal: up, links: [{title: A, url: 'javascript:alert(1)'}]}",
        "SPEC145 12:48",
    ),
    "two subjects": ("{signal: up, query: max(up)}", "SPEC146 12:11"),
    "no subject": ("{title: Up}", "SPEC146 12:11"),
    "a query with by": ("{query: max(up), by: [job]}", "SPEC146 12:11"),
    "an unknown key": ("{signal: up, widht: 8}", "SPEC130 12:24"),
    "too wide": ("{signal: up, width: 25}", "SPEC142 12:31"),
    "a metric of one's own": (
        "{title: A, unit: count, description: A, query: 'sum(orders)'}",
        "DASH533 12:58",
    ),
}


@pytest.mark.parametrize(("panel", "wanted"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_a_place(panel: str, wanted: str, tmp_path: Path) -> None:
    """What is wrong with a panel is told where it stands."""
    text = own.written("scrape_samples_scraped", panel, more="  description: Any.\n  folder: Any\n")
    code, place = wanted.split()
    assert own.found(own.estate(tmp_path, serving=text)) == [
        f"{code} spec/dashboards/serving.yaml:{place}"
    ]


@pytest.mark.parametrize("name", ["metrics", "logs", "traces", "__from", "job"])
def test_a_choice_needs_a_name_of_its_own(name: str, tmp_path: Path) -> None:
    """Data sources and Grafana have names already, and so has the choice before."""
    both = f"[{{name: job, series: up}}, {{name: {name}, series: up, label: job}}]"
    panel = f"{{signal: up, where: 'job=~\"$job|${name}\"'}}"
    text = own.written(panel, more=f"  variables: {both}\n")
    (only,) = own.estate(tmp_path, serving=text).diagnostics
    assert (only.code.id, str(only.origin)) == ("DASH539", "spec/dashboards/serving.yaml:6:47")
    assert only.fix == f"call it {name.strip('_')}_chosen, in the queries too"


@pytest.mark.parametrize(
    ("matcher", "many", "wanted"),
    [
        ('job="$job"', "true", ["DASH516 spec/dashboards/serving.yaml:10:31"]),
        (
            'instance="x", job!="a ${job:raw}"',
            "true",
            ["DASH516 spec/dashboards/serving.yaml:10:31"],
        ),
        ('job="$job"', "false", []),
        ('job=~"$job"', "true", []),
    ],
)
def test_several_values_are_a_pattern(
    matcher: str, many: str, wanted: list[str], tmp_path: Path
) -> None:
    """With two values chosen Grafana sends (a|b), which nothing equals."""
    more = f"  variables: [{{name: job, series: up, many: {many}}}]\n"
    text = own.written(f"{{signal: up, where: '{matcher}'}}", more=more)
    result = own.estate(tmp_path, serving=text)
    assert own.found(result) == wanted
    assert all("=~" in each.fix or "!~" in each.fix for each in result.diagnostics)


def test_capitals_make_no_other_board(tmp_path: Path) -> None:
    """Titles and folders that differ in capitals alone are the same to many a database."""
    text = own.written("up", more="  folder: watchkeeper\n").replace("Serving", "fleet Overview")
    assert own.found(own.estate(tmp_path, serving=text)) == [
        "DASH514 spec/dashboards/serving.yaml:5:10"
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("  title: Serving", f"  title: {'x' * 190}", "5:10"),
        ("  title: Serving", "  folder: General\n  title: Serving", "5:11"),
    ],
)
def test_what_grafana_s_database_refuses(old: str, new: str, place: str, tmp_path: Path) -> None:
    """A title that its column cannot hold, and the name of its own folder."""
    result = own.estate(tmp_path, serving=own.written("up").replace(old, new))
    assert own.found(result) == [f"SPEC145 spec/dashboards/serving.yaml:{place}"]


def test_mistakes_in_words(tmp_path: Path) -> None:
    """A message says what is wrong in the words of the file, and each has a fix."""
    panels = (
        *("up", "up", "{title: A, description: A, query: max(up)}", "{query: 'sum(', title: B}"),
        "{title: C, description: C, unit: count, query: sum(orders)}",
    )
    result = own.estate(tmp_path, serving=own.written(*panels))
    told = [each.message for each in result.diagnostics]
    assert "Serving, Up: another panel of row Traffic is called Up" in told
    assert "Serving, A: no unit" in told
    assert all(each.fix for each in result.diagnostics)
    fixes = {each.code.id: each.fix for each in result.diagnostics}
    assert fixes["DASH533"] == "leave it, if something of your own exposes it"


def test_all_mistakes_of_all_boards_are_told_at_once(tmp_path: Path) -> None:
    """Boards and other documents do not hide each other's mistakes, and nothing is written."""
    files = {
        **specs.BASE,
        "models/churn.yaml": specs.model("churn", "  errorRate: {max: 80}\n"),
        "dashboards/a.yaml": own.written("model:request:rate5m"),
        "dashboards/b.yaml": own.written("{signal: up, unit: secs}"),
        "dashboards/c.json": "[1, 2]",
        "dashboards/d.json": "{",
        "dashboards/e.json": json.dumps(own.export(uid="own-serving", title='{{ other }} "x"')),
    }
    specs.write(tmp_path / "spec", files)
    before = tree(tmp_path)
    done = watchkeeper(tmp_path, "check", "--format", "json")
    codes = sorted(each["code"] for each in json.loads(done.out)["diagnostics"])
    wanted = ["DASH511", "DASH514", "DASH521", "DASH522", "DASH531", "REF207", "SPEC133"]
    assert codes == wanted
    assert watchkeeper(tmp_path, "generate").code == FINDINGS
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("{name: a}", "{name: a}", ["REF207"]),
        ("{name: a}", "{name: b}", ["DASH514"]),
    ],
)
def test_two_boards_alike(first: str, second: str, wanted: list[str], tmp_path: Path) -> None:
    """Two names are one mistake, two titles in one folder another."""
    texts = [own.written("up").replace("{name: serving}", each) for each in (first, second)]
    result = own.estate(tmp_path, one=texts[0], two=texts[1])
    assert [each.code.id for each in result.diagnostics] == wanted
    assert [each.origin.file for each in result.diagnostics] == ["spec/dashboards/two.yaml"]


def test_the_uid_and_the_title_of_a_pack_are_taken(tmp_path: Path) -> None:
    """A user's board that is called as one of ours is refused, in capitals too."""
    text = own.written("up", more="  uid: WK-fleet\n").replace("Serving", "Fleet overview")
    result = own.estate(tmp_path, serving=text)
    assert own.found(result) == [
        "DASH514 spec/dashboards/serving.yaml:5:10",
        "DASH514 spec/dashboards/serving.yaml:6:8",
    ]


def test_an_address_that_grafana_refuses(tmp_path: Path) -> None:
    """A name that makes too long a uid needs one of its own."""
    long = own.written("up").replace("{name: serving}", f"{{name: {'x' * 40}}}")
    result = own.estate(tmp_path / "a", serving=long)
    assert own.found(result) == ["DASH524 spec/dashboards/serving.yaml:3:18"]
    named = long.replace("  title: S", "  uid: short\n  title: S")
    assert own.body(own.estate(tmp_path / "b", serving=named), "short")["title"] == "Serving"
    wrong = own.written("up").replace("  title: S", f"  uid: {'x' * 60}\n  title: S")
    assert own.found(own.estate(tmp_path / "c", serving=wrong)) == [
        "SPEC145 spec/dashboards/serving.yaml:5:8"
    ]
