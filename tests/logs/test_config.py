"""Alloy's configuration, without an Alloy: what it refers to, and what its expressions find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.packs.alloy import config, lines
from tests.logs import estate

if TYPE_CHECKING:
    from generator.alloy import Block

BLOCK = re.compile(r'^([a-z_.0-9]+) "([a-z_]+)" \{', re.MULTILINE)
USED = re.compile(r"\b((?:[a-z_0-9]+\.)+[a-z_0-9]+)\.(?:receiver|input|output|targets)\b")
# Each is generally available in Alloy 1.18, by its own page. A new one has to be looked up: Alloy
# refuses to start with a component that is not.
STABLE = {
    "discovery.kubernetes",
    "discovery.relabel",
    "loki.process",
    "loki.source.file",
    "loki.source.journal",
    "loki.source.kubernetes_events",
    "loki.write",
    "mimir.rules.kubernetes",
    "otelcol.exporter.otlp",
    "otelcol.exporter.otlphttp",
    "otelcol.processor.batch",
    "otelcol.processor.k8sattributes",
    "otelcol.processor.memory_limiter",
    "otelcol.receiver.otlp",
}
# Parts of stable components that are experimental.
UNSTABLE = re.compile(r"^\s*(wal|queue_config) ", re.MULTILINE)

each_profile = pytest.mark.parametrize("profile", estate.PROFILES)


def text(profile: str) -> str:
    """The configuration of one profile."""
    return config.text(estate.site(profile))


def expression(block: Block) -> str:
    """The expression of a step."""
    return next(str(part.value) for part in block.body if part.name == "expression")


def level(line: str) -> str:
    """What the steps before those of packs find."""
    found = ""
    for step in lines.first():
        if step.name == "stage.regex":
            match = re.search(expression(step), line)
            found = match["level"] if match and "level" in match.groupdict() else found
    return found


def trace(line: str) -> tuple[str, ...]:
    """The ids of trace and span that are found."""
    steps = [expression(step) for step in lines.first() if step.name == "stage.regex"]
    found = (re.search(each, line) for each in steps if "_id>" in each)
    return tuple(match[1] for match in found if match)


def named(step: str, written: str) -> set[str]:
    """The names that all steps of a kind write."""
    found = re.findall(rf"stage\.{step} \{{\n\t+values = \{{(.*?)\n\t+\}}\n", written, re.DOTALL)
    return set(re.findall(r"^\t+(\w+) += ", "".join(found), re.MULTILINE))


@each_profile
def test_whatever_is_used_is_there(profile: str) -> None:
    """Each receiver, input and target that a block names belongs to a block of the same text."""
    written = text(profile)
    declared = {f"{name}.{label}" for name, label in BLOCK.findall(written)}
    used = set(USED.findall(written))
    assert used <= declared
    # The rest are sources, which nobody has to name.
    sources = ("loki.source", "otelcol.receiver", "mimir.rules")
    assert all(name.startswith(sources) for name in declared - used)


@each_profile
def test_nothing_is_experimental(profile: str) -> None:
    """Only components that are generally available are used, and no part that is not."""
    written = text(profile)
    assert {name for name, _ in BLOCK.findall(written)} <= STABLE
    assert not UNSTABLE.search(written)


def test_environments_share_one_text() -> None:
    """Cluster and environment come from the pod, so that a change is reviewed once."""
    assert text("small") == text("ha")
    assert (
        text("distributed")
        .replace("loki-gateway.monitoring", "loki.monitoring:3100")
        .startswith(text("small").partition("otelcol.receiver")[0])
    )


def test_rules_are_synced_where_mimir_evaluates_them() -> None:
    """Only the distributed profile syncs rules, and those that carry our labels only."""
    found = re.search(r'mimir.rules.kubernetes "rules" \{.*?\n\}', text("distributed"), re.DOTALL)
    assert found
    assert 'release = "kube-prometheus-stack"' in found[0]
    assert estate.site("distributed").addresses["rules.mimir"] in found[0]
    assert "mimir" not in text("small")


def test_what_has_no_store_is_not_collected() -> None:
    """Without Loki no file is read; without any store the receiver is not opened either."""
    no_loki = config.text(estate.without("small", "logs.push", "logs.query"))
    assert "loki" not in no_loki
    assert re.search(r"output \{\n\t\ttraces = ", no_loki)
    assert config.text(estate.without("small", "logs.push", "logs.query", "traces.otlp")) == ""


def test_ids_are_metadata_and_not_labels() -> None:
    """What has many values is kept beside the line; the labels are the few that are known."""
    written = text("small")
    kept = named("structured_metadata", written)
    ids = {"pod", "dag_id", "task_id", "run_id", "try_number", "experiment_id", "model_name"}
    assert {*ids, "trace_id"} <= kept
    assert not kept & set(lines.LABELS)
    assert named("labels", written) == {"level"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[2026-08-05T20:02:29.338+0000] {taskinstance.py:3311} ERROR - x", "ERROR"),
        ("2026-08-05T20:02:29Z [warning  ] Task finished [supervisor]", "warning"),
        ('INFO:     10.1.2.3:45678 - "GET / HTTP/1.1" 500', "INFO"),
        ("[2026-08-05 20:02:29 +0000] [7] [CRITICAL] WORKER TIMEOUT", "CRITICAL"),
        ("E1104 12:45:39.614660 1858 x.cc:950] failed", "E"),
        ('time="2026-01-01T10:00:00Z" level=warning msg=x', "warning"),
        ('{"msg":"ERROR in text","level":"info"}', "info"),
        ('{"severity": "Error", "x": 1}', "Error"),
        ("no error here", ""),
        ("GET /error 200", ""),
        ("ERRORS: 0", ""),
        ("x" * 200 + " ERROR - late", ""),
    ],
)
def test_the_level_is_the_logger_s_word(line: str, expected: str) -> None:
    """The word of the logger counts, not a word of the text."""
    assert level(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"trace_id={'a' * 32} span_id={'b' * 16} x", ("a" * 32, "b" * 16)),
        (f'{{"traceId":"{"a" * 32}"}}', ("a" * 32,)),
        (f'{{"otelTraceID": "{"0a" * 16}", "otelSpanID": "0"}}', ("0a" * 16,)),
        ("otelTraceID=0", ()),
        (f"trace_id={'a' * 33}", ()),
    ],
)
def test_a_trace_is_32_digits(line: str, expected: tuple[str, ...]) -> None:
    """Whatever a logger calls the field; the 0 of a logger without a span is no trace."""
    assert trace(line) == expected


def test_lines_stay_as_they_were_written() -> None:
    """No step rewrites a line: what it cut away, nobody could look for."""
    for profile in ("small", "ha", "distributed"):
        assert "stage.output" not in text(profile)
        assert "stage.replace" not in text(profile)


def test_who_joins_later_waits_longer() -> None:
    """Else the last line of a traceback comes out of the first step when its entry has gone."""
    first, *later = (int(n) for n in re.findall(r'max_wait_time = "(\d+)s"', text("small")))
    assert later
    assert all(first < each for each in later)


def test_every_expression_of_a_pack_compiles() -> None:
    """Expressions are in the part of RE2 that Python reads too, and each group has its own name."""
    found = [
        expression(step)
        for pack in packs.discover()
        for pipeline in pack.logs
        for step in pipeline.stages
        if step.name in ("stage.regex", "stage.drop")
    ]
    assert len(found) > 5
    for each in found:
        re.compile(each)
