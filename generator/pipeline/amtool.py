"""Runs the real amtool on the Alertmanager configuration that was generated.

It stands in the values of a chart. What Helm would make of the two values files of an environment
is unpacked into a folder that lives as long as the run.
"""

from __future__ import annotations

import concurrent.futures
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from generator import yamlio
from generator.pipeline.amtool_classes import classes
from generator.pipeline.promtool import FRUGAL, Verdict
from generator.spec.defaults import merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pipeline.amtool_classes import Reach

RELEASE = "kube-prometheus-stack"
CONFIG = "alertmanager.yaml"
TIMEOUT = 60  # seconds, for one call of amtool
SHOWN = 5  # failures of one environment told in full


@dataclass(frozen=True, slots=True)
class _Amtool:
    """amtool and the folder of one environment's configuration."""

    binary: str
    folder: Path

    def run(self, *arguments: str) -> tuple[bool, str]:
        """Whether amtool was content, and what it said."""
        try:
            done = subprocess.run(
                [self.binary, "--no-version-check", *arguments],
                cwd=self.folder,
                env={**os.environ, **FRUGAL},
                capture_output=True,
                text=True,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False, f"amtool was stopped after {TIMEOUT} seconds"
        return done.returncode == 0, done.stdout + done.stderr


def amtool() -> str | None:
    """Where amtool is, if it is anywhere: on PATH, else in the project's tools folder."""
    return shutil.which("amtool") or shutil.which("amtool", path=".tools/bin")


def verdicts(generated: Path, binary: str) -> Iterator[Verdict]:
    """Checks each environment's configuration, then has each of its tests proven on it."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-") as folder:
        for tests in sorted((generated / "tests" / "routes").glob("*.yaml")):
            tool = _Amtool(str(Path(binary).absolute()), Path(folder) / tests.stem)
            name = f"alertmanager/{tests.stem}"
            try:
                config = unpack(generated, tests.stem, tool.folder)
            except ValueError as refused:
                yield Verdict(name, ok=False, output=f"{refused}\n")
                continue
            ok, said = tool.run("check-config", CONFIG)
            yield Verdict(name, ok, said)
            if ok:
                yield _routes(tool, config, tests)


def unpack(generated: Path, environment: str, target: Path) -> dict[str, Any]:
    """Writes the configuration and the templates of an environment; returns the former.

    Where the templates are mounted in the cluster is nowhere here, so they are looked for beside.
    Raises ``ValueError`` for a template that would be written anywhere else.
    """
    target.mkdir(parents=True, exist_ok=True)
    folder = generated / "helm" / RELEASE
    files = (folder / "values.yaml", folder / f"values-{environment}.yaml")
    values = merge(*(_read(path) for path in files if path.is_file())).get("alertmanager", {})
    for name, text in values.get("templateFiles", {}).items():
        if name in ("", "..") or Path(name).name != name:
            raise ValueError(f"alertmanager.templateFiles: {name!r} is no plain file name")
        (target / name).write_text(text, "utf-8")
    found: dict[str, Any] = values.get("config", {})
    beside = [Path(path).name for path in found.get("templates", ())]
    (target / CONFIG).write_text(yamlio.dump({**found, "templates": beside}), "utf-8")
    return found


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML has no narrower type
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def _routes(tool: _Amtool, config: dict[str, Any], tests: Path) -> Verdict:
    """One call for all alerts that the routes cannot tell apart."""
    alike = classes(_read(tests)["tests"], config.get("route", {}))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = [each for each in pool.map(lambda one: _wrong(tool, one), alike) if each]
    more = [f"and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    output = "\n".join((*said[:SHOWN], *more))
    return Verdict(f"tests/routes/{tests.name}", not said, f"{output}\n" if output else "")


def _wrong(tool: _Amtool, alike: tuple[Reach, ...]) -> str:
    """What amtool says against the first of them, which stands for the others."""
    first = alike[0]
    labels = [f"{name}={value}" for name, value in first.labels.items()]
    wanted = ",".join(first.receivers)
    arguments = (f"--config.file={CONFIG}", f"--verify.receivers={wanted}", *labels)
    ok, said = tool.run("config", "routes", "test", *arguments)
    if ok:
        return ""
    others = f" (and {len(alike) - 1} alike)" if alike[1:] else ""
    there = said.splitlines()[0] if said else "nobody"
    return f"{' '.join(labels)}{others}: the spec wants {wanted}, amtool says {there}"
