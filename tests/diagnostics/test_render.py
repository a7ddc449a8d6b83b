"""Findings as text, JSON, workflow commands and SARIF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import pytest

from generator.diagnostics import Code, Origin, Severity
from generator.diagnostics.render import Format, render, summary

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic

RATIO = Code("SPEC904", "threshold-not-a-ratio", "A ratio is at most 1.", "a: 80", "a: 0.8")
LOOSE = Code("SPEC905", "loose", "Why.", "a", "b", Severity.WARNING)
FILE = "spec/models/churn.yaml"


def found(column: int = 8, value: object = "80", fix: str = "write 0.8") -> Diagnostic:
    """A finding in the first line."""
    return RATIO.at(Origin(FILE, 1, column), "accuracy is a ratio", value=value, fix=fix)


def text(diagnostic: Diagnostic, line: str, *, colour: bool = False) -> list[str]:
    """The lines of one rendered finding."""
    return render([diagnostic], "text", source=lambda _: [line], colour=colour).splitlines()


def test_text_shows_the_place_the_line_the_consequence_and_the_help() -> None:
    """The block is what the style guide promises."""
    origin = Origin(FILE, 14, 8)
    message = "accuracy is a ratio from 0 to 1; with 80 ModelAccuracyLow would always fire"
    diagnostic = RATIO.at(origin, message, value=80, fix="write 0.8")
    lines = ["x"] * 13 + ["  min: 80"]
    assert render([diagnostic], "text", source=lambda _: lines) == (
        "spec/models/churn.yaml:14:8 error SPEC904 threshold-not-a-ratio\n"
        "14 |   min: 80\n"
        f"   |        ^^ {message}\n"
        "   = help: write 0.8" + " " * 36 + "watchkeeper explain SPEC904\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "value", "shown", "mark"),
    [
        ("a: 80", 4, "80", "a: 80", "   ^^"),
        ("a: 80", 4, "other", "a: 80", "   ^"),
        ("a: 80", 99, "80", "a: 80", "     ^"),
        ("日本: 80", 5, "80", "日本: 80", "      ^^"),
        ("e\u0301: 80", 5, "80", "e\u0301: 80", "   ^^"),
        ("\ta: 80", 1, "\\t", "\\ta: 80", "^^"),
        ("\x1b[31m: 80", 8, "80", "\\x1b[31m: 80", "          ^^"),
        ("x" * 500 + "80" + "y" * 500, 501, "80", "…" + "x" * 40 + "80" + "y" * 58 + "…",
         " " * 41 + "^^"),
    ],
)  # fmt: skip
def test_the_mark_stands_under_the_value(
    line: str, column: int, value: str, shown: str, mark: str
) -> None:
    """Wide, combining and control characters and very long lines do not move it."""
    block = text(found(column, value), line)
    assert block[1] == f" 1 | {shown}"
    assert block[2] == f"   | {mark} accuracy is a ratio"


def test_a_finding_without_a_line_has_no_excerpt() -> None:
    """A file as a whole, or a line that is not there, is only named."""
    diagnostic = RATIO.at(Origin("a.yaml"), "too large")
    assert render([diagnostic], "text", source=lambda _: []) == (
        "a.yaml error SPEC904 threshold-not-a-ratio\n"
        "   | too large\n"
        "   = help: watchkeeper explain SPEC904\n"
    )
    assert text(found(), "")[0].startswith(FILE)
    assert "accuracy" in render([found()], "text", source=lambda _: [])


def test_colour_only_adds_colour() -> None:
    """Without its escapes the coloured text is the plain one."""
    coloured = "\n".join(text(found(), "  min: 80", colour=True))
    assert "\x1b[1;31m" in coloured
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured.splitlines() == text(found(), "  min: 80")


def test_a_message_cannot_move_the_cursor() -> None:
    """Control characters of a spec or a file name are escaped."""
    diagnostic = RATIO.at(Origin("a\n.yaml", 1, 1), "x\x1b[2J", fix="y\r")
    assert not any(c in "\x1b\r" for line in text(diagnostic, "a") for c in line)
    assert len(text(diagnostic, "a")) == 4


@pytest.mark.parametrize(
    ("diagnostics", "said"),
    [
        ([], "no findings"),
        ([found()], "1 error in 1 file"),
        ([found(), found(9), LOOSE.at(Origin("b"), "x")], "2 errors, 1 warning in 2 files"),
        ([LOOSE.at(Origin("b"), "x"), LOOSE.at(Origin("b"), "y")], "2 warnings in 1 file"),
    ],
)
def test_the_summary_counts(diagnostics: list[Diagnostic], said: str) -> None:
    """Errors, warnings and files, each in the right number."""
    assert summary(diagnostics) == said


def test_json_is_versioned_and_holds_every_field() -> None:
    """A program needs no text to take apart."""
    assert json.loads(render([found()], "json", source=lambda _: [])) == {
        "version": 1,
        "diagnostics": [
            {
                "file": FILE,
                "line": 1,
                "column": 8,
                "severity": "error",
                "code": "SPEC904",
                "name": "threshold-not-a-ratio",
                "message": "accuracy is a ratio",
                "value": "80",
                "fix": "write 0.8",
            }
        ],
    }


def test_workflow_commands_are_escaped() -> None:
    """No text of a spec can end a command or start another one."""
    diagnostic = RATIO.at(Origin("a,b:c%.yaml", 3, 4), "50%\n::error::x", fix="z")
    assert render([diagnostic, LOOSE.at(Origin("b"), "m")], "github", source=lambda _: []) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=SPEC904 threshold-not-a-ratio"
        "::50%25%0A::error::x%0Ahelp: z\n"
        "::warning file=b,title=SPEC905 loose::m\n"
    )


def test_sarif_has_the_structure_code_scanning_needs() -> None:
    """One run; every result points to its rule and to a place that counts from 1."""
    diagnostics = [found(), LOOSE.at(Origin("a b.yaml"), "m")]
    log = json.loads(render(diagnostics, "sarif", source=lambda _: []))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "watchkeeper"
    assert [rule["id"] for rule in driver["rules"]] == ["SPEC904", "SPEC905"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
    whole, line = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert whole == {"artifactLocation": {"uri": "a%20b.yaml"}}
    assert line["region"] == {"startLine": 1, "startColumn": 8}


@pytest.mark.parametrize("output", get_args(Format))
def test_the_order_of_findings_does_not_matter(output: Format) -> None:
    """Every format is sorted, and a finding reported twice is shown once."""
    one, two = found(3), found(1)
    first = render([one, two, one], output, source=lambda _: ["abcdef"])
    assert first == render([two, one], output, source=lambda _: ["abcdef"])
