"""The page of the boards: every board is on it, with a picture, and no other."""

from __future__ import annotations

from tests.docs import boards_page

MOST = 2_000_000  # bytes of all pictures


def test_the_page_shows_every_board() -> None:
    """Titles and sentences are those of the boards; after a change of one: make docs."""
    assert boards_page.PAGE.read_text("utf-8") == boards_page.page(boards_page.found())


def test_every_board_has_a_picture_and_every_picture_a_board() -> None:
    """None is missing, none is left over, and together they are small."""
    pictures = {path.stem: path.stat().st_size for path in boards_page.PICTURES.iterdir()}
    assert set(pictures) == {each.uid for each in boards_page.found()}
    assert sum(pictures.values()) < MOST
