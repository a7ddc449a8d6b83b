"""Gets the charts that CHARTS_DIR does not have, and says of each where it is from.

A chart that cannot be had is told and left out; with CHARTS_REQUIRED=1 that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.charts import charts
from tests.charts.estate import compiled, pin, profiles
from tests.support.command import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.charts.charts import Pin

SECONDS = 60  # for one chart


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
        wrong = f"no answer within {SECONDS} seconds"
    else:
        wrong = (done.stderr.strip().splitlines() or ["helm says nothing"])[-1]
        wrong = "" if done.returncode == 0 else wrong
    if wrong:
        # Half a chart would count as the whole of it the next time.
        shutil.rmtree(folder, ignore_errors=True)
    return wrong


def had(wanted: Pin) -> bool:
    """Gets one chart if need be, and tells what came of it."""
    what = f"{wanted.name} {wanted.version}"
    wrong = "" if wanted.had else pull(wanted)
    if not wrong:
        source = "pulled before" if wanted.folder == wanted.pulled else "from CHARTS_DIR"
        sys.stderr.write(f"charts: {what} {source}\n")
        return True
    if wanted.folder:
        found = charts.version(wanted.folder)
        sys.stderr.write(f"charts: {what} is pinned, CHARTS_DIR has {found}; {wrong}\n")
        return False
    sys.stderr.write(f"SKIPPED {what}: {wrong}\n")
    return False


def main() -> int:
    """Gets every chart; 2 when one that must be there is not."""
    lost = [wanted for wanted in sorted(set(pins())) if not had(wanted)]
    return 2 if lost and os.environ.get("CHARTS_REQUIRED") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
