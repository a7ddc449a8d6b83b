"""The pages in a real browser: all is drawn, nothing sticks out, nothing is complained of."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from generator.preview import page
from tests.support.command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from generator.preview.make import Made

PATIENCE = 120  # seconds for one page
KEPT = ROOT / "build" / "preview-tests"  # the pictures of a run, for whoever wants to look
SIZES = ((1600, 1400), (1100, 1400), (500, 1400))
# Added to a copy of the page: what a browser made of it, as JSON in the page.
PROBE = """
<script>
const box = e => e.getBoundingClientRect(), found = {out: [], bare: [], over: []};
const cards = [...document.querySelectorAll("section")];
found.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
found.cards = cards.length;
for (const card of cards) {
  const body = card.querySelector(":scope > svg, table"), frame = box(card);
  if (!body || box(body).width < 20 || box(body).height < 10 ||
      !body.querySelector("path[d], text, td")) found.bare.push(card.id);
  for (const text of card.querySelectorAll(":scope > svg text, h3")) {
    const at = box(text);
    if (at.width && (at.left < frame.left - 2 || at.right > frame.right + 2 ||
        at.top < frame.top - 2 || at.bottom > frame.bottom + 2))
      found.out.push([card.title, text.textContent]);
  }
  for (const other of cards) {
    const b = box(other);
    if (card.id < other.id && frame.left < b.right - 1 && b.left < frame.right - 1 &&
        frame.top < b.bottom - 1 && b.top < frame.bottom - 1) found.over.push([card.id, other.id]);
  }
}
const note = document.createElement("pre");
note.id = "probe";
note.textContent = JSON.stringify(found);
document.body.append(note);
</script>
"""


@pytest.fixture(scope="module")
def browser() -> str:
    """Debian's chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("chromium is not installed, so no page is looked at: apt-get install chromium")
    return found


def opened(browser: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A finished run of the browser, with a profile of its own and no network."""
    rootless = () if os.geteuid() else ("--no-sandbox",)  # root has no sandbox to be in
    return subprocess.run(
        [
            *(browser, "--headless", "--disable-gpu", "--no-first-run", *rootless),
            *("--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND"),
            *(f"--user-data-dir={folder / 'profile'}", *words),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=True,
    )


def looked_at(browser: str, folder: Path, html: str, size: tuple[int, int]) -> dict[str, Any]:
    """What the browser made of a page; anything that it complains of is a failure."""
    file = folder / "page.html"
    file.write_text(html.replace("</body>", f"{PROBE}</body>"), "utf-8")
    window = f"--window-size={size[0]},{size[1]}"
    run = opened(browser, folder, window, "--dump-dom", file.as_uri())
    assert "CONSOLE" not in run.stderr, run.stderr
    probe = re.search(r'<pre id="probe">(.*?)</pre>', run.stdout, re.DOTALL)
    assert probe, run.stderr
    return dict(json.loads(unescape(probe[1])))


def test_every_panel_of_every_page_is_drawn(
    browser: str, made: tuple[Made, ...], tmp_path: Path
) -> None:
    """Each panel has something in it, no text leaves its panel, no panel covers another."""
    for each in made:
        html = each.files[f"{each.board.uid}.html"].decode()
        found = looked_at(browser, tmp_path, html, SIZES[0])
        expected = {"cards": each.panels, "wide": 0, "bare": [], "out": [], "over": []}
        assert found == expected, each.board.uid


@pytest.mark.parametrize("size", SIZES[1:])
def test_a_small_window_scrolls_down_and_never_sideways(
    browser: str, made: tuple[Made, ...], tmp_path: Path, size: tuple[int, int]
) -> None:
    """On a laptop and on a telephone the page is as wide as its window."""
    for uid in ("wk-fleet", "wk-model"):
        board = next(each for each in made if each.board.uid == uid)
        found = looked_at(browser, tmp_path, board.files[f"{uid}.html"].decode(), size)
        assert (found["wide"], found["bare"], found["over"]) == (0, [], [])


def test_pictures_of_the_pages_are_kept(
    browser: str, made: tuple[Made, ...], tmp_path: Path
) -> None:
    """The index shows every board, and its screenshot is not one colour all over."""
    for each in made:
        for name, body in each.files.items():
            (tmp_path / name).write_bytes(body)
    (tmp_path / "index.html").write_text(page.index([each.board for each in made]), "utf-8")
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in ("index", "wk-fleet", "wk-model"):
        picture = KEPT / f"{name}.png"
        picture.unlink(missing_ok=True)
        file = (tmp_path / f"{name}.html").as_uri()
        opened(browser, tmp_path, "--window-size=1600,1400", f"--screenshot={picture}", file)
        assert picture.stat().st_size > 30_000


def test_the_probe_sees_what_is_wrong(browser: str, made: tuple[Made, ...], tmp_path: Path) -> None:
    """A page that is too wide, or a panel without a drawing, would not pass."""
    board = next(each for each in made if each.board.uid == "wk-slo")
    html = board.files["wk-slo.html"].decode()
    wide = html.replace("<header>", '<header><div style="width:3000px">x</div>', 1)
    assert looked_at(browser, tmp_path, wide, SIZES[0])["wide"] > 1000
    bare = re.sub(r"(<svg role[^>]*>).*?</svg></section>", r"\1</svg></section>", html, count=1)
    assert len(looked_at(browser, tmp_path, bare, SIZES[0])["bare"]) == 1
