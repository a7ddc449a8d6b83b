"""Writes a spec folder of many models, as large as a benchmark asks for.

Every number of a model follows from its place in the row, so two runs write the same bytes.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

AVAILABILITY = ("99.9%", "99.5%", "99%")
LATENCY = ("99%", "95%")
BOUND = "250ms"
TEAMS = 20
ENVIRONMENTS = ("prod", "staging", "dev")
# Six that the generator has packs for; `platform` is the team that owns them.
SERVICES = ("airflow", "feast", "kserve", "kubernetes", "mlflow", "prometheus")

PLATFORM = """apiVersion: watchkeeper/v1
kind: Platform
metadata:
  name: bench
spec:
  owner: platform
  runbooks: https://runbooks.invalid
  environments:
{environments}  metrics:
    retention: 45d
    storage: 2Ti
  alerting:
    receivers:
      - name: pager
        type: pagerduty
        secretRef: {{name: alertmanager, key: pager}}
      - name: chat
        type: slack
        channel: "#alerts"
        secretRef: {{name: alertmanager, key: chat}}
"""
TEAM = """apiVersion: watchkeeper/v1
kind: Team
metadata:
  name: {name}
spec:
  receivers:
    page: pager
    ticket: chat
"""
SERVICE = """apiVersion: watchkeeper/v1
kind: Service
metadata:
  name: {name}
spec:
  owner: platform
  namespace: {name}
"""
MODEL = """apiVersion: watchkeeper/v1
kind: Model
metadata:
  name: {name}
spec:
  owner: {owner}
  tier: {tier}
  task: classification
  objectives:
    availability: {{target: {availability}}}
    latency: {{target: {latency}, threshold: {bound}}}
  quality:
    accuracy: {{min: {floor}}}
  drift:
    share: {{max: {share}%}}
"""


def name(number: int) -> str:
    """The name of one model; names sort as their numbers do."""
    return f"model-{number:05d}"


def model(number: int) -> str:
    """The spec of one model: two objectives, an accuracy floor and a bound on drift."""
    return MODEL.format(
        name=name(number),
        owner=f"team-{number % TEAMS}",
        tier=1 + number % 3,
        availability=AVAILABILITY[number % len(AVAILABILITY)],
        latency=LATENCY[number % len(LATENCY)],
        bound=BOUND,
        floor=f"0.{80 + number % 15}",
        share=10 + number % 20,
    )


def write(folder: Path, models: int, environments: int = 1) -> None:
    """Writes the estate, one document a file."""
    listed = "".join(
        f"    - name: {each}\n      cluster: ml-{each}\n" for each in ENVIRONMENTS[:environments]
    )
    files = {"platform": PLATFORM.format(environments=listed)}
    teams = ("platform", *(f"team-{number}" for number in range(TEAMS)))
    files |= {f"teams/{each}": TEAM.format(name=each) for each in teams}
    files |= {f"services/{each}": SERVICE.format(name=each) for each in SERVICES}
    files |= {f"models/{name(number)}": model(number) for number in range(models)}
    for path, text in files.items():
        target = folder / f"{path}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def edit(folder: Path, number: int, floor: float) -> None:
    """Changes one line of one model: its accuracy floor."""
    path = folder / "models" / f"{name(number)}.yaml"
    text = re.sub(r"accuracy: {min: .*}", f"accuracy: {{min: {floor}}}", path.read_text("utf-8"))
    path.write_text(text, "utf-8")


def main() -> None:
    """Writes an estate for use by hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", type=int)
    parser.add_argument("--environments", type=int, choices=(1, 2, 3), default=1)
    given = parser.parse_args()
    write(given.folder, given.models, given.environments)


if __name__ == "__main__":
    main()
