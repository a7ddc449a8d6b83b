"""What Helm and its kin say, asked the same way by all tests."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.command import ROOT, environment, tool

if TYPE_CHECKING:
    from collections.abc import Iterable

Tree = dict[str, Any]
LIMIT = 120  # seconds until a program counts as hung


class Loader(yaml.CSafeLoader):
    """Takes a bare ``=``, which the CRDs have in a list and PyYAML has no meaning for."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


def ran(*command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """A finished program, however it ended."""
    name, *words = command
    return subprocess.run(
        [name if "/" in name else tool(name), *words],
        env=environment(),
        cwd=ROOT,
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


def run(*command: str, text: str = "") -> str:
    """What a program says on stdout; its failure is a failure of the test."""
    done = ran(*command, text=text)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
    return done.stdout


def template(name: str, chart: Path, namespace: str, *more: str, given: str = "") -> str:
    """What a chart makes of values, ``given`` as text or in the files that ``more`` names.

    Argo CD never runs the tests of a chart, so they are left out.
    """
    how = (f"--namespace={namespace}", "--kube-version=1.32.0", "--skip-tests")
    values = ("--values=-",) if given else ()
    return run("helm", "template", name, str(chart), *how, *values, *more, text=given)


@functools.cache
def rendered(
    name: str, chart: Path, namespace: str, given: str, more: tuple[str, ...] = ()
) -> tuple[Tree, ...]:
    """The objects that a chart makes of values; nobody may change them."""
    return objects(template(name, chart, namespace, *more, given=given))


def objects(text: str) -> tuple[Tree, ...]:
    """What a text of YAML holds."""
    return tuple(each for each in yaml.load_all(text, Loader) if each)


def schemas() -> Path:
    """The folder of schemas; skips the test where there is none."""
    folder = os.environ.get("SCHEMAS_DIR", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("SCHEMAS_DIR is no folder of JSON Schemas")
    return Path(folder).resolve()


def refused(found: Iterable[Tree]) -> str:
    """Why Kubernetes would not take some objects; nothing if it would take all of them."""
    folder = schemas()
    places = (
        f"{folder}/kubernetes-1.32/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
        f"{folder}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json",
    )
    where = [word for place in places for word in ("-schema-location", place)]
    text = "\n".join(f"---\n{json.dumps(each, default=str)}" for each in found)
    done = ran("kubeconform", "-strict", *where, "-", text=text)
    return "" if done.returncode == 0 else f"refused: {done.stdout}{done.stderr}"
