"""What the pages say is tried: specs compile, links lead somewhere, commands and names exist."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from generator import catalog, packs
from generator.pipeline.codes import all_codes
from tests.docs import spec_page
from tests.support.command import CLEAN, ROOT, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (
    ROOT / "README.md",
    ROOT / ".github" / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]*`")
INDENTED = re.compile(r"^ {4,}\S.*$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MAKE = re.compile(r"^[ `]*make ([a-z0-9-]+)", re.MULTILINE)
VERB = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?watchkeeper ([a-z]+)")
FLAG = re.compile(r"(?<=\s)--[a-z]+")
CODE = re.compile(r"\b(?:SPEC|REF|PROM|ALERT)\d{3}\b")
# Codes that a recipe invents for its reader.
EXAMPLES = frozenset({"ALERT499"})
ALERT = re.compile(r"`((?:[A-Z]+[a-z]+){2,})`")
# Words in the shape of an alert's name that name something else.
NO_ALERTS = frozenset(
    {name for name in vars(catalog) if ALERT.fullmatch(f"`{name}`")}
    | {"PrometheusRule", "ModelNumbers", "ReadWriteMany", "ReadWriteOnce"}
)


def each(page: Path) -> str:
    """How a page is named in a report."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Language and text of every fenced block, without its indentation."""
    for indent, language, body in FENCE.findall(page.read_text("utf-8")):
        yield (
            language,
            "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True)),
        )


def commands(page: Path) -> str:
    """What a reader may type: indented lines, fenced blocks and code in sentences."""
    text = page.read_text("utf-8")
    fenced = [body for _, _, body in FENCE.findall(text)]
    rest = FENCE.sub("", text)
    return "\n".join([*fenced, *INDENTED.findall(rest), *CODE_SPAN.findall(rest)])


SPECS = tuple(
    pytest.param(text, id=f"{each(page)}-{number}")
    for page in PAGES
    for number, (language, text) in enumerate(blocks(page))
    if language == "yaml" and text.startswith("apiVersion: watchkeeper/v1")
)


def test_there_are_specs_to_try() -> None:
    """A change of the fences must not leave the next test without anything to do."""
    assert len(SPECS) > 3


@pytest.mark.parametrize("text", SPECS)
def test_specs_compile(text: str, tmp_path: Path) -> None:
    """A spec that a page shows compiles beside the platform and the teams that are shipped."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec", ignore=shutil.ignore_patterns("models"))
    (tmp_path / "spec" / "shown.yaml").write_text(text, "utf-8")
    done = watchkeeper(tmp_path, "generate")
    assert done.code == CLEAN, done.said


def test_the_lines_that_the_readme_promises(tmp_path: Path) -> None:
    """The first spec of the README becomes exactly the lines shown below it."""
    shown = [text for language, text in blocks(ROOT / "README.md") if language in ("yaml", "text")]
    shutil.copytree(ROOT / "spec", tmp_path / "spec", ignore=shutil.ignore_patterns("models"))
    (tmp_path / "spec" / "shown.yaml").write_text(shown[0], "utf-8")
    assert watchkeeper(tmp_path, "generate").code == CLEAN
    data = (tmp_path / "generated/overlays/prod/data-models.yaml").read_text("utf-8")
    found = [line.strip() for line in data.splitlines() if "ticket-router" in line]
    assert found == shown[1].splitlines()


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file, and its anchor a heading of that file."""
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def anchors(page: Path) -> set[str]:
    """The anchors that a page has, as GitHub makes them of headings."""
    headings = HEADING.findall(FENCE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_make_targets_exist(page: Path) -> None:
    """Whoever types what a page says after ``make`` gets no shrug."""
    known = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(MAKE.findall(commands(page))) <= known


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_verbs_and_flags_exist(page: Path) -> None:
    """Every verb of the command that a page names is a verb, with the flags it is shown with."""
    known = {path.stem.removeprefix("verb_") for path in (ROOT / "generator/cli").glob("verb_*.py")}
    for line in commands(page).splitlines():
        verbs = VERB.findall(line.partition("#")[0])
        assert set(verbs) <= known, line
        if verbs and line.lstrip("` ").startswith((".venv", "watchkeeper")):
            source = (ROOT / f"generator/cli/verb_{verbs[0]}.py").read_text("utf-8")
            common = (ROOT / "generator/cli/common.py").read_text("utf-8")
            for flag in FLAG.findall(line):
                name = flag.removeprefix("--")
                assert flag in source + common or f"{name}:" in source, line


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_codes_and_alerts_exist(page: Path) -> None:
    """A code or an alert that a page names is one that there is."""
    text = page.read_text("utf-8")
    assert set(CODE.findall(text)) <= set(all_codes()) | EXAMPLES
    found = packs.discover()
    alerts = {alert.name for pack in found for alert in (*pack.alerts, *pack.log_alerts)}
    assert set(ALERT.findall(FENCE.sub("", text))) <= alerts | NO_ALERTS


def test_the_readme_names_every_alert_on_models() -> None:
    """The table of model alerts leaves none out."""
    text = (ROOT / "README.md").read_text("utf-8")
    for pack in packs.discover():
        for alert in pack.alerts if pack.kind.value == "model" else ():
            assert f"`{alert.name}`" in text


def test_the_readme_names_every_runtime_and_service() -> None:
    """The tables of runtimes and services have a row for each pack, and for no other."""
    text = (ROOT / "README.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `([a-z]+)`", text, re.MULTILINE))
    found = packs.discover()
    assert rows == {
        pack.name.removeprefix("runtime_")
        for pack in found
        if pack.kind.value in ("runtime", "service")
    }


def test_the_runtimes_give_what_the_readme_says() -> None:
    """Requests, errors and latency of each runtime are yes exactly where its pack records them."""
    text = (ROOT / "README.md").read_text("utf-8")
    signals = ("model:requests:rate5m", "model:errors:rate5m", "model:latency_bucket:rate5m")
    for pack in packs.discover():
        if pack.kind.value == "runtime":
            given = {signal.record for signal in pack.signals}
            words = " | ".join("yes" if name in given else "no" for name in signals)
            assert re.search(
                rf"^\| `{pack.name.removeprefix('runtime_')}`[^|]*\| {re.escape(words)} \|",
                text,
                re.MULTILINE,
            ), pack.name


def test_the_spec_reference_is_current() -> None:
    """The committed page is what the types say; ``python -m tests.docs.spec_page`` renews it."""
    assert spec_page.PAGE.read_text("utf-8") == spec_page.page()


def test_no_note_of_the_reference_is_about_nothing() -> None:
    """A key that is gone, or that an alert reads by now, keeps no note written by hand."""
    text = spec_page.page()
    for kind, notes in spec_page.NOTES.items():
        section = text.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        for key, note in notes.items():
            rows = re.findall(rf"^\| `{re.escape(key)}(?:`|\.|\[).*$", section, re.MULTILINE)
            assert any(row.endswith(f"| {note} |") for row in rows), f"{kind}: {key}"
