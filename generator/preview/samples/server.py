"""A Prometheus of our own on loopback that holds made-up series, for as long as it is needed."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from generator.preview.prometheus import Prometheus, Refused
from generator.preview.samples.series import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compiler.context import Context
    from generator.ir.boards import Board

END = 1768485600  # 2026-01-15 14:00 UTC: pictures of the same specs are the same whenever drawn
PATIENCE = 60  # seconds until a Prometheus that does not answer counts as broken
LONGEST = 300  # seconds for promtool
LOOKBACK = "15m"  # further than the widest gap between values, see curves


class Unavailable(Exception):  # noqa: N818 - a tool that is not there is no error of ours
    """There are no series to draw, and why."""


@contextlib.contextmanager
def running(boards: Iterable[Board], context: Context, end: int = END) -> Iterator[str]:
    """The URL of a Prometheus that holds what the boards read; raises ``Unavailable``."""
    promtool, prometheus = _tool("promtool"), _tool("prometheus")
    with tempfile.TemporaryDirectory(prefix="watchkeeper-preview-") as name:
        folder = Path(name)
        _blocks(folder, promtool, lines(boards, context, end))
        (folder / "prometheus.yml").write_text("{}", "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(_command(prometheus, folder, port), stdout=log, stderr=log)
            try:
                _wait(f"http://127.0.0.1:{port}", process)
                yield f"http://127.0.0.1:{port}"
            finally:
                _stop(process)


def _tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=".tools/bin")
    if not found:
        raise Unavailable(
            f"{name} is not installed; make tools builds it, or name a Prometheus with --prometheus"
        )
    return str(Path(found).absolute())


def _blocks(folder: Path, promtool: str, text: Iterable[str]) -> None:
    with (folder / "series.om").open("w", encoding="utf-8") as file:
        file.writelines(text)
    command = [promtool, "tsdb", "create-blocks-from", "--max-block-duration=400h", "openmetrics"]
    try:
        subprocess.run(
            [*command, str(folder / "series.om"), str(folder / "data")],
            check=True,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"promtool did not read the series within {LONGEST} seconds") from None
    except subprocess.CalledProcessError as failed:
        said = " ".join(failed.stderr.split())[-300:]
        raise Unavailable(f"promtool refused the series: {said}") from None


def _command(prometheus: str, folder: Path, port: int) -> list[str]:
    return [
        prometheus,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=100y",
        f"--query.lookback-delta={LOOKBACK}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    server = Prometheus(url)
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(Refused):
            server.get("query", query="vector(1)")
            return
        time.sleep(0.1)
    raise Unavailable("the Prometheus for the made-up series does not start")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
