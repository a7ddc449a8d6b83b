"""Gets the charts that CHARTS_DIR does not have, and says of each where it is from.

A chart that cannot be had is told and left out; with CHARTS_REQUIRED=1 that is a failure. All hosts
are asked at once, and one that does not answer is not asked for its other charts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.charts import charts
from tests.charts.estate import compiled, pin, profiles
from tests.support.command import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.charts.charts import Pin

SECONDS = 60  # for one chart
SILENT = "no answer"
# What Helm says when the fault is not that of one chart.
UNREACHED = ("cannot be reached", "no such host", SILENT)


def pins() -> Iterator[Pin]:
    """The charts of all releases: those of the specs here, and of all profiles."""
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in (("ours", ROOT / "spec"), ("profiles", profiles(Path(folder)))):
            found = compiled(spec, Path(folder) / name)
            yield from (pin(release) for _, release in found.releases)


def pull(wanted: Pin) -> str:
    """Fetches a chart; returns why that did not work, or nothing."""
    folder = wanted.pulled.parent
    if wanted.repository.startswith("oci://"):
        where = [f"{wanted.repository}/{wanted.name}"]
    else:
        where = [wanted.name, f"--repo={wanted.repository}"]
    how = [f"--version={wanted.version}", "--untar", f"--untardir={folder}"]
    command = [tool("helm"), "pull", *where, *how]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        wrong = f"{SILENT} within {SECONDS} seconds"
    else:
        wrong = (done.stderr.strip().splitlines() or ["helm says nothing"])[-1]
        wrong = "" if done.returncode == 0 else wrong
    if wrong:
        # Half a chart would count as the whole of it the next time.
        shutil.rmtree(folder, ignore_errors=True)
    return wrong


def pulled(wanted: Iterable[Pin]) -> Iterator[tuple[Pin, str]]:
    """Gets the charts of one host that are not here; with each, why it is not."""
    unreached = ""
    for each in wanted:
        wrong = "" if each.had else unreached or pull(each)
        if any(word in wrong for word in UNREACHED):
            unreached = wrong
        yield each, wrong


def told(wanted: Pin, wrong: str) -> str:
    """What came of one chart."""
    what = f"{wanted.name} {wanted.version}"
    if not wrong:
        source = "pulled before" if wanted.folder == wanted.pulled else "from CHARTS_DIR"
        return f"charts: {what} {source}"
    if wanted.folder:
        found = charts.version(wanted.folder)
        return f"charts: {what} is pinned, CHARTS_DIR has {found}; {wrong}"
    return f"SKIPPED {what}: {wrong}"


def host(wanted: Pin) -> str:
    """Who has a chart."""
    return urlsplit(wanted.repository).netloc


def main() -> int:
    """Gets every chart; 2 when one that must be there is not."""
    hosts = [tuple(each) for _, each in groupby(sorted(set(pins()), key=host), host)]
    with ThreadPoolExecutor(len(hosts)) as pool:
        wrong = dict(pair for found in pool.map(tuple, map(pulled, hosts)) for pair in found)
    for each in sorted(wrong):
        sys.stderr.write(told(each, wrong[each]) + "\n")
    return 2 if any(wrong.values()) and os.environ.get("CHARTS_REQUIRED") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
