"""The statements, in SQL that all databases share. None reads the history of metrics."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text

from watchkeeper.mlflow.families import DURATION_BUCKETS, ENDED, LATENCY_BUCKETS
from watchkeeper.mlflow.picture import (
    NO_DURATION,
    Alias,
    Experiment,
    Latencies,
    Model,
    ModelMetric,
    Runs,
    Traces,
    qualified,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from watchkeeper.mlflow.picture import Wanted

ENDED_SQL = ", ".join(f"'{status}'" for status in ENDED)
Rows = tuple[int, int] | None  # after one row number of SQLite's and up to another one, or all


def _bucket(milliseconds: str, bounds: tuple[float, ...]) -> str:
    cases = (
        f"WHEN {milliseconds} <= {int(bound * 1000)} THEN {n}" for n, bound in enumerate(bounds)
    )
    return f"CASE {' '.join(cases)} ELSE {len(bounds)} END"


RUNS = f"""
SELECT experiment_id, status, lifecycle_stage,
  CASE WHEN status IN ({ENDED_SQL}) AND end_time >= start_time
    THEN {_bucket("end_time - start_time", DURATION_BUCKETS)}
    ELSE {NO_DURATION} END AS bucket,
  COUNT(*), SUM(end_time - start_time), MIN(start_time), MAX(start_time)
FROM runs WHERE_ROWS
GROUP BY experiment_id, status, lifecycle_stage, bucket
"""  # noqa: S608 - constants of ours
TRACES = f"""
SELECT experiment_id, status,
  CASE WHEN status <> 'IN_PROGRESS' AND execution_time_ms >= 0
    THEN {_bucket("execution_time_ms", LATENCY_BUCKETS)}
    ELSE {NO_DURATION} END AS bucket,
  COUNT(*), SUM(execution_time_ms), MAX(timestamp_ms)
FROM trace_info WHERE_ROWS
GROUP BY experiment_id, status, bucket
"""  # noqa: S608 - constants of ours

# Prompts lie in the tables of models.
NO_PROMPT = """
NOT EXISTS (
  SELECT 1 FROM registered_model_tags t
  WHERE t.workspace = m.workspace AND t.name = m.name
    AND t.key = 'mlflow.prompt.is_prompt' AND t.value = 'true'
)
"""
GONE = "'Deleted_Internal'"  # the stage of a deleted version
MODELS = text(
    f"""
    SELECT m.workspace, m.name, m.last_updated_time,
      (SELECT COUNT(*) FROM model_versions v
       WHERE v.workspace = m.workspace AND v.name = m.name
         AND COALESCE(v.current_stage, '') <> {GONE})
    FROM registered_models m WHERE {NO_PROMPT}
    """  # noqa: S608 - constants of ours
)
ALIASES = text(
    f"""
    SELECT m.workspace, m.name, m.alias, m.version
    FROM registered_model_aliases m
    JOIN model_versions v
      ON v.workspace = m.workspace AND v.name = m.name AND v.version = m.version
    WHERE COALESCE(v.current_stage, '') <> {GONE} AND {NO_PROMPT}
    """  # noqa: S608 - constants of ours
)
ALIAS_RUNS = text(
    f"""
    SELECT v.run_id, m.workspace, m.name, m.alias
    FROM registered_model_aliases m
    JOIN model_versions v
      ON v.workspace = m.workspace AND v.name = m.name AND v.version = m.version
    WHERE m.alias IN :aliases AND v.run_id IS NOT NULL AND v.run_id <> ''
      AND COALESCE(v.current_stage, '') <> {GONE} AND {NO_PROMPT}
    """  # noqa: S608 - constants of ours
).bindparams(bindparam("aliases", expanding=True))
METRICS = text(
    "SELECT m.run_uuid, m.key, m.value, m.is_nan FROM latest_metrics m "
    "WHERE m.key IN :keys AND m.run_uuid IN :runs"  # without the m. a word that MySQL reserves
).bindparams(bindparam("keys", expanding=True), bindparam("runs", expanding=True))
AT_ONCE = 500  # runs whose metrics one statement reads


def _scalar(connection: Connection, statement: str) -> str:
    return str(connection.execute(text(statement)).scalar() or "")


def revision(connection: Connection) -> str:
    """The schema's revision."""
    return _scalar(connection, "SELECT version_num FROM alembic_version")


def is_wal(connection: Connection) -> bool:
    """Whether readers of this SQLite file keep no writer waiting."""
    return _scalar(connection, "PRAGMA journal_mode") == "wal"


def schema_version(connection: Connection) -> str:
    """A number of SQLite's that also changes when the file is rebuilt."""
    return _scalar(connection, "PRAGMA schema_version")


def last_row(connection: Connection, table: str) -> int:
    """The highest row number of a table in SQLite."""
    return int(_scalar(connection, f"SELECT MAX(rowid) FROM {table}") or 0)  # noqa: S608 - ours


def _grouped(connection: Connection, statement: str, rows: Rows) -> Iterable[Any]:
    if rows is None:
        return connection.execute(text(statement.replace("WHERE_ROWS", "")))
    some = statement.replace("WHERE_ROWS", "WHERE rowid > :after AND rowid <= :upto")
    return connection.execute(text(some), {"after": rows[0], "upto": rows[1]})


def runs(connection: Connection, rows: Rows = None) -> Iterator[Runs]:
    """The runs by what they have in common."""
    for key, status, stage, bucket, count, took, first, last in _grouped(connection, RUNS, rows):
        yield Runs(
            experiment=str(key),
            status=str(status),
            active=stage == "active",
            bucket=int(bucket),
            count=int(count),
            duration=float(took or 0) / 1000 if bucket != NO_DURATION else 0.0,
            first_start=first,
            last_start=last,
        )


def traces(connection: Connection, rows: Rows = None) -> Iterator[Traces | Latencies]:
    """The traces by state, and by latency where they have one."""
    for key, state, bucket, count, took, newest in _grouped(connection, TRACES, rows):
        yield Traces(str(key), str(state), int(count), int(newest))
        if bucket != NO_DURATION:
            yield Latencies(str(key), int(bucket), int(count), float(took) / 1000)


def experiments(connection: Connection) -> tuple[Experiment, ...]:
    """All experiments, deleted ones too."""
    rows = connection.execute(
        text("SELECT experiment_id, workspace, name, lifecycle_stage FROM experiments")
    )
    return tuple(
        Experiment(str(key), qualified(workspace, name), stage == "active")
        for key, workspace, name, stage in rows
    )


def models(connection: Connection) -> tuple[Model, ...]:
    """All registered models."""
    return tuple(
        Model(qualified(workspace, name), int(versions), int(updated or 0))
        for workspace, name, updated, versions in connection.execute(MODELS)
    )


def aliases(connection: Connection) -> tuple[Alias, ...]:
    """All aliases that point at a version that exists."""
    return tuple(
        Alias(qualified(workspace, name), alias, int(version))
        for workspace, name, alias, version in connection.execute(ALIASES)
    )


def metrics(connection: Connection, wanted: Wanted) -> tuple[ModelMetric, ...]:
    """The wanted metrics of the wanted aliases."""
    if not wanted.metrics or not wanted.aliases:
        return ()
    named: dict[str, list[tuple[str, str]]] = {}
    for run, workspace, name, alias in connection.execute(
        ALIAS_RUNS, {"aliases": list(wanted.aliases)}
    ):
        if alias in wanted.aliases:  # MySQL takes upper and lower case for the same
            named.setdefault(str(run), []).append((qualified(workspace, name), alias))
    return tuple(
        ModelMetric(model, alias, key, math.nan if is_nan else value)
        for run, key, value, is_nan in _metric_rows(connection, wanted, list(named))
        if key in wanted.metrics
        for model, alias in named[run]
    )


def _metric_rows(
    connection: Connection, wanted: Wanted, found: list[str]
) -> Iterable[tuple[str, str, float, bool]]:
    batches = (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))
    return itertools.chain.from_iterable(
        (
            (str(run), str(key), float(value), bool(is_nan))
            for run, key, value, is_nan in connection.execute(
                METRICS, {"keys": list(wanted.metrics), "runs": batch}
            ).all()
        )
        for batch in batches
    )
