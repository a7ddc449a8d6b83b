"""The exporter reads what changed only, and says when it cannot read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from drift.data import PATIENCE, result
from support.scrape import samples
from support.servers import eventually

from watchkeeper.drift import shelf as reading
from watchkeeper.drift.exposition import page
from watchkeeper.drift.results import Place
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import Folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from watchkeeper.drift.stores import Store

SUCCESS = "model_monitoring_last_success_timestamp_seconds"
READABLE = "model_monitoring_results_readable"


class Counting:
    """A folder that passes for an object store, counts what it is asked, and can be away."""

    def __init__(self, folder: Path) -> None:
        self.inner: Store = Folder(folder)
        self.uri, self.remote, self.away = "s3://counted", True, False
        self.reads: list[str] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - passes all through
        return getattr(self.inner, name)

    def ensure(self) -> None:
        """As the inner one, unless it is away."""
        if self.away:
            raise OSError("no route")

    def read(self, name: str) -> bytes:
        """As the inner one."""
        self.reads.append(name)
        return self.inner.read(name)


def scraped(shelf: Shelf) -> dict[str, float]:
    """A scrape, after what it began in the background has ended."""
    page(shelf)
    if shelf._asking:
        shelf._asking.join(PATIENCE)
    return samples(page(shelf).decode())


def test_only_what_changed_is_fetched(tmp_path: Path) -> None:
    """However many models there are, and a removed one is forgotten."""
    kept: Any = Counting(tmp_path)
    for model in ("a", "b", "c"):
        Place(kept.inner, model).keep(result(time.time()))
    shelf = Shelf(kept, refresh=0)
    scraped(shelf)
    assert sorted(kept.reads) == [f"_newest/{model}.json" for model in ("a", "b", "c")]
    kept.reads.clear()
    Place(kept.inner, "b").keep(result(time.time() + 5))
    kept.inner.remove("_newest/c.json")
    found = page(shelf, time.time()), scraped(shelf)
    assert kept.reads == ["_newest/b.json"]
    assert 'model_name="c"' not in page(shelf).decode()
    assert found


def test_a_store_that_is_away_for_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a while what was read stands; then nothing does, until it is back."""
    monkeypatch.setattr(reading, "BESIDES", 0.2)
    kept: Any = Counting(tmp_path)
    Place(kept.inner, "a").keep(result(time.time()))
    shelf = Shelf(kept, refresh=0.1)
    assert SUCCESS in scraped(shelf)
    kept.away = True
    assert SUCCESS in scraped(shelf)
    gone = eventually(lambda: scraped(shelf), lambda found: found[READABLE] == 0)
    assert gone == {READABLE: 0}
    kept.away = False
    back = eventually(lambda: scraped(shelf), lambda found: found[READABLE] == 1)
    assert SUCCESS in back
