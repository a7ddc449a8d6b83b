"""Opening and finding files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from generator.yamlio import codes, find, read

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import Code


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    """The bytes come back untouched."""
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\n")
    assert read(tmp_path / "a.yaml", "a.yaml") == (b"a: 1\r\n", ())


def _folder(path: Path) -> None:
    path.mkdir()


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _: None, codes.UNREADABLE),
        (_folder, codes.UNREADABLE),
        (os.mkfifo, codes.UNREADABLE),
        (_large, codes.TOO_LARGE),
        (_loop, codes.BAD_LINK),
        (lambda path: path.write_bytes(b"\x7fELF\x00\xff"), codes.NOT_UTF8),
        (lambda path: path.write_bytes(b"a: \x00"), codes.CONTROL),
    ],
    ids=["missing", "folder", "pipe", "terabyte", "loop", "binary", "null"],
)
def test_what_is_no_text_file_is_a_finding(tmp_path: Path, make: object, code: Code) -> None:
    """Nothing that lies at a path makes the reader raise or wait."""
    assert callable(make)
    make(tmp_path / "x")
    text, (found,) = read(tmp_path / "x", "shown")
    assert text is None
    assert (found.code, found.origin.file) == (code, "shown")


def test_a_path_that_cannot_exist_is_a_finding(tmp_path: Path) -> None:
    """A null byte in a name is no crash."""
    _, (found,) = read(tmp_path / "a\0b", "shown")
    assert found.code is codes.UNREADABLE


def test_the_search_lists_yaml_files_in_order(tmp_path: Path) -> None:
    """Both suffixes count; other files and hidden names do not."""
    for name in ("b.yaml", "a/c.yml", "a/d.txt", ".git/e.yaml", ".#b.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find(tmp_path) == ((tmp_path / "a/c.yml", tmp_path / "b.yaml"), ())


def test_a_mounted_config_map_is_found_once(tmp_path: Path) -> None:
    """Kubernetes mounts links into a hidden folder; each file is found under its visible name."""
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data/a.yaml").touch()
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert find(tmp_path) == ((tmp_path / "a.yaml",), ())


def test_links_that_lead_out_or_round_are_findings(tmp_path: Path) -> None:
    """The search ends, reads nothing outside, and names every bad link."""
    root, outside = tmp_path / "spec", tmp_path / "secret.yaml"
    (root / "models").mkdir(parents=True)
    outside.touch()
    (root / "good.yaml").touch()
    (root / "out.yaml").symlink_to(outside)
    (root / "folder").symlink_to("/")
    (root / "models/up").symlink_to("..")
    (root / "models/here").symlink_to(".")
    (root / "loop.yaml").symlink_to("loop.yaml")
    files, found = find(root)
    assert files == (root / "good.yaml",)
    assert {each.origin.file.removeprefix(f"{root}/") for each in found} == {
        "out.yaml",
        "folder",
        "models/up",
        "models/here",
        "loop.yaml",
    }
    assert {each.code for each in found} == {codes.BAD_LINK}


def test_a_dangling_link_is_a_finding(tmp_path: Path) -> None:
    """A spec that is linked but not there is reported, not forgotten."""
    (tmp_path / "a.yaml").symlink_to("gone")
    files, (found,) = find(tmp_path)
    assert not files
    assert found.code is codes.UNREADABLE


def test_a_missing_folder_is_a_finding(tmp_path: Path) -> None:
    """There is nothing to search in."""
    assert [each.code for each in find(tmp_path / "none")[1]] == [codes.UNREADABLE]
