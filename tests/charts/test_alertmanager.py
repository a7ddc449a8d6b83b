"""What Alertmanager is given in the end: the Secret that the chart makes of our values."""

from __future__ import annotations

import base64
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import yamlio
from generator.spec.defaults import merge
from tests.charts.programs import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator import ir
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

RELEASE = "kube-prometheus-stack"
NAME = f"alertmanager-{RELEASE}-alertmanager"
CONFIG = "alertmanager.yaml"
# Of the chart's own configuration only this stays; it is what Alertmanager does anyway.
ADDED = {"global": {"resolve_timeout": "5m"}}


def secrets(found: Estate) -> Iterator[tuple[ir.Site, Tree, Mapping[str, str]]]:
    """The values and the files of the Secret in each environment; skips where there is no chart."""
    seen = False
    for site, release in found.releases:
        if release.name != RELEASE:
            continue
        for each in found.rendered(site, release):
            if each["kind"] == "Secret" and CONFIG in each.get("data", {}):
                files = {k: base64.b64decode(v).decode() for k, v in each["data"].items()}
                seen = True
                yield site, found.values(release)["alertmanager"], files
    if not seen:
        pytest.skip(f"{RELEASE} is not had")


def receivers(route: Tree) -> Iterator[str]:
    """All names that a route and those below it send to."""
    if "receiver" in route:
        yield route["receiver"]
    for each in route.get("routes", ()):
        yield from receivers(each)


def test_the_secret_is_what_the_values_say(found: Estate) -> None:
    """The chart loses nothing and evaluates nothing of what we wrote."""
    for site, values, files in secrets(found):
        assert yaml.safe_load(files[CONFIG]) == merge(ADDED, values["config"]), site.name
        texts = {name: text for name, text in files.items() if name != CONFIG}
        assert texts == values.get("templateFiles", {}), site.name


def test_the_secret_has_what_the_spec_says(found: Estate) -> None:
    """Each receiver of the spec that somebody is routed to is there, and each route has one."""
    for site, _, files in secrets(found):
        config = yaml.safe_load(files[CONFIG])
        names = [each["name"] for each in config["receivers"]]
        assert sorted(names) == sorted(each.name for each in site.routing.receivers), site.name
        assert set(receivers(config["route"])) <= set(names), site.name
        assert len(config["route"]["routes"]) == len(site.routing.route.routes), site.name


def test_alertmanager_would_load_the_secret(found: Estate, tmp_path: Path) -> None:
    """The real amtool takes the files as they would be mounted, templates included."""
    for site, _, files in secrets(found):
        folder = tmp_path / site.name
        folder.mkdir()
        config = yaml.safe_load(files[CONFIG])
        # The operator mounts the Secret in a folder that this machine does not have.
        beside = [str(folder / PurePosixPath(each).name) for each in config.get("templates", ())]
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        (folder / CONFIG).write_text(yamlio.dump({**config, "templates": beside}), "utf-8")
        said = run("amtool", "--no-version-check", "check-config", str(folder / CONFIG))
        assert f"{len(beside)} templates" in said
        texts = [name for name in files if name != CONFIG]
        assert all(any(Path(name).match(Path(each).name) for each in beside) for name in texts)
