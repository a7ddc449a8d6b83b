"""The pictures of ``docs/boards.md``: small, and still in the colours that mean something."""

from __future__ import annotations

import io

from PIL import Image, ImageColor

from tests.docs import boards_page

NEAR = 8  # of 255, which nobody sees


def test_colours_that_mean_something_survive() -> None:
    """A few red letters stay red, however many other colours a picture has."""
    image = Image.new("RGB", (256, 256))
    image.putdata([(i % 256, i // 256, 90) for i in range(65536)])
    for index, colour in enumerate(boards_page.MEANT):
        image.putpixel((index, 3), ImageColor.getrgb(colour))
    written = io.BytesIO()
    image.save(written, "PNG")
    with Image.open(io.BytesIO(boards_page.small(written.getvalue()))) as few:
        found = few.convert("RGB")
    for index, colour in enumerate(boards_page.MEANT):
        shown, meant = found.getpixel((index, 3)), ImageColor.getrgb(colour)
        assert isinstance(shown, tuple)
        assert max(abs(a - b) for a, b in zip(shown, meant, strict=True)) <= NEAR, colour


def test_pictures_are_small_together() -> None:
    """Whoever clones the repository gets less than two megabytes of them."""
    assert 0 < sum(path.stat().st_size for path in boards_page.PICTURES.iterdir()) < 2_000_000
