"""The two examples of every code are compiled, so its page never shows something untrue."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator import packs, promql
from generator.catalog import Pack, PackKind, counter, gauge
from generator.compiler import proof, proof_codes
from generator.compiler.known import INFO_LABELS, known
from generator.compiler.units import Deployment, Unit
from generator.diagnostics import Code
from generator.ir import AlertRule, RecordingRule, RuleGroup, RuleSet
from generator.pipeline import build
from generator.pipeline.codes import all_codes
from generator.yamlio import codes
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.ir import Rule
    from generator.promql import FaultKind

CODES = tuple(all_codes().values())
# What only a size, a permission or a link can show; tests/yamlio has a test for each.
WITHOUT_TEXT = ("file-too-large", "link-outside-or-loop", "unreadable-file")
FILES = tuple(code for code in CODES if not code.id.startswith(("PROM", "DASH")) and code.wrong)
# Of these, a word that was refused may be wrong in what it means besides.
WORDS = frozenset(each.id for each in vars(codes).values() if isinstance(each, Code))
CATALOGUE = known(packs.discover())
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
OF_KIND = re.compile(rb"^kind: Platform$", re.MULTILINE)
# It stands for whichever pack an expression would be written in; the proof looks into its folder.
ANY = Pack("runtime_batch", PackKind.STACK, "Any")


def found(folder: Path, example: str | bytes) -> set[str]:
    """The numbers of all that is found in an example beside the good estate, warnings too."""
    text = example.encode() if isinstance(example, str) else example
    files: dict[str, str | bytes] = {**specs.BASE, "example.yaml": text}
    if OF_KIND.search(text):
        del files["platform.yaml"]
    if b"name: ml-risk}\n" in text:
        del files["teams/ml-risk.yaml"]
    result = build(specs.write(folder / "spec", files), "spec")
    return {each.code.id for each in result.diagnostics}


def proven(pack: Pack, *rules: Rule) -> set[str]:
    """The numbers of all that the proof finds in rules of one pack."""
    group = RuleGroup("any", 60, rules)
    every = (*((each, RuleSet(each.name, each.name, ())) for each in packs.discover()),)
    sets = (*every, (pack, RuleSet(pack.name, pack.name, (group,))))
    return {each.code.id for each in proof.prove(sets, CATALOGUE)}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_every_code_says_what_it_is(code: Code) -> None:
    """A code has a number, a readable name, and reasons in whole sentences."""
    assert re.fullmatch(r"[A-Z][A-Z0-9]+\d\d\d", code.id)
    assert KEBAB.fullmatch(code.name)
    assert code.why.strip().endswith(".")
    assert code.right


def test_numbers_and_names_are_used_once() -> None:
    """No two codes share a number or a name, wherever they are written."""
    assert len({code.name for code in CODES}) == len(CODES) == len({code.id for code in CODES})


def test_few_codes_have_no_text_that_shows_them() -> None:
    """An empty example is an exception with a reason, not a way out."""
    assert tuple(sorted(code.name for code in CODES if not code.wrong)) == WITHOUT_TEXT


@pytest.mark.parametrize("code", FILES, ids=lambda code: code.id)
def test_the_wrong_example_gives_its_code_alone(code: Code, tmp_path: Path) -> None:
    """The example of a mistake shows that mistake, and no other that could hide it."""
    numbers = found(tmp_path, code.wrong)
    assert code.id in numbers
    assert code.id in WORDS or numbers == {code.id}


@pytest.mark.parametrize("code", FILES, ids=lambda code: code.id)
def test_the_right_example_compiles(code: Code, tmp_path: Path) -> None:
    """What a page tells the reader to write has neither an error nor a warning."""
    assert found(tmp_path, code.right) == set()


@pytest.mark.parametrize(
    ("kind", "code"), proof_codes.BY_FAULT.items(), ids=lambda each: getattr(each, "id", "")
)
def test_the_expressions_of_a_fault(kind: FaultKind, code: Code) -> None:
    """The wrong expression has its fault and no other, the right one has none."""
    assert isinstance(code.wrong, str)
    assert {each.kind for each in promql.infer(code.wrong, CATALOGUE.get).faults} == {kind}
    assert promql.infer(code.right, CATALOGUE.get).faults == ()


@pytest.mark.parametrize(
    "code", [proof_codes.LABEL_LOST, proof_codes.TEMPLATE], ids=lambda code: code.id
)
def test_the_annotations_of_an_alert(code: Code) -> None:
    """The text after the hash of an example is the summary of an alert."""
    assert isinstance(code.wrong, str)
    assert proven(ANY, _alert(code.wrong)) == {code.id}
    assert proven(ANY, _alert(code.right)) == set()


def test_the_labels_of_a_recording() -> None:
    """A recording is held against the labels it is declared with."""
    code = proof_codes.RECORDED_LABELS
    assert isinstance(code.wrong, str)
    assert CATALOGUE["model:identity"].labels == frozenset(INFO_LABELS)
    assert proven(ANY, _recording(code.wrong)) == {code.id}
    assert proven(ANY, _recording(code.right)) == set()


def test_two_declarations_of_a_metric() -> None:
    """A metric that a pack declares otherwise than its first owner is a clash."""
    code = proof_codes.DECLARED_DIFFERENTLY
    declare = {
        'counter("up")': counter("up", unit="targets", help="Up."),
        'gauge("up")': gauge("up", unit="targets", help="Up."),
    }
    assert isinstance(code.wrong, str)
    assert proven(replace(ANY, metrics=(declare[code.wrong],))) == {code.id}
    assert proven(replace(ANY, metrics=(declare[code.right],))) == set()


def test_an_alert_that_nobody_described_or_proved() -> None:
    """An alert without a runbook section or without cases is refused."""
    alert = next(alert for pack in packs.discover() for alert in pack.alerts)
    assert proven(replace(ANY, alerts=(alert,))) == {proof_codes.NO_RUNBOOK.id}
    owner = next(pack for pack in packs.discover() if alert in pack.alerts)
    firing = tuple(case for case in alert.cases if case.labels)
    for cases in ((), firing):
        unproven = replace(owner, alerts=(replace(alert, cases=cases),))
        assert proven(unproven) == {proof_codes.NO_CASE.id}


def test_a_constant_that_is_stated_twice() -> None:
    """A model whose pack yields two values for one key is refused."""
    bound = (("metric", "accuracy"),)
    twice = tuple(("model:quality:min", bound, value) for value in ("0.8", "0.9"))
    for stated, wanted in ((twice, [proof_codes.STATED_TWICE.id]), (twice[:1], [])):
        deployments = (Deployment(("prod",), "", stated, ()),)
        one = Unit("churn", "spec/churn.yaml:1", key="1", deployments=deployments)
        assert [each.code.id for each in proof.prove_units([one])] == wanted


def _alert(example: str) -> AlertRule:
    expr, summary = example.split(" # ")
    return AlertRule("Any", expr, "5m", "", (), (("summary", summary),))


def _recording(example: str) -> RecordingRule:
    record, expr = example.split(" = ", 1)
    return RecordingRule(record, expr)
