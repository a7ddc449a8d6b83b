"""The stack itself: whether what watches everything else can be relied on."""

from dataclasses import replace

from generator.catalog.board import Annotation, Board, Color, Row, Step, Variable
from generator.catalog.panels import answering, now
from generator.packs.prometheus import panels_delivery, panels_ingest, panels_rules

IN_FORCE = ((0, "refused", Color.BAD), (1, "in force", Color.GOOD))
GOOD_IS_ONE = (Step(None, Color.BAD), Step(1, Color.GOOD))
UP = panels_rules.BY_NAME["up"]

NOW = (
    panels_delivery.FIRES,
    answering(UP, "Prometheus", "prometheus", "PrometheusTargetDown"),
    panels_rules.FAILING,
    panels_rules.LATE,
    panels_ingest.TARGETS_DOWN,
    now(panels_delivery.WORST, "Alerts not taken"),
    now(panels_ingest.LARGEST_HEAD, "Series in memory", decimals=1),
    now(panels_ingest.SHORTEST, "Reaches back", decimals=0),
)

BOARD = Board(
    name="stack",
    title="The stack itself",
    description="Can what watches everything else be relied on? Who watches the watchers.",
    variables=(Variable("namespace", "Namespace", "namespace", "up", many=True),),
    annotations=(
        Annotation(
            "Alerts",
            f"count by (alertname) ({panels_delivery.FIRING})",
            Color.BAD,
            "{{alertname}}",
        ),
        Annotation(
            "Configuration loaded",
            f"max by (pod) ({panels_rules.RELOADED})",
            Color.NEUTRAL,
            "{{pod}} took a configuration",
            at_value=True,
        ),
    ),
    rows=(
        Row("Now", tuple(replace(each, width=3) for each in NOW)),
        Row(
            "Rules",
            (panels_rules.FAILED, panels_rules.SLOW, panels_rules.BEHIND, panels_rules.TABLE),
        ),
        Row(
            "Alerts and their way",
            (panels_delivery.ALERTS, panels_delivery.REFUSED, panels_delivery.LOST),
        ),
        Row(
            "Ingestion",
            (
                panels_ingest.DOWN,
                panels_ingest.LARGEST,
                panels_ingest.SLOWEST,
                panels_ingest.SERIES,
                panels_ingest.SAMPLES,
                panels_ingest.REFUSED,
            ),
        ),
        Row(
            "Storage",
            (
                panels_ingest.BLOCKS,
                panels_ingest.REACH,
                panels_ingest.STORAGE,
                panels_ingest.REMOTE,
                panels_ingest.LOST,
            ),
        ),
        Row(
            "Configuration",
            (
                now(
                    panels_rules.LOADED,
                    "Prometheus",
                    words=IN_FORCE,
                    steps=GOOD_IS_ONE,
                    width=6,
                ),
                now(panels_rules.LOADED_AT, "Loaded by Prometheus", width=6),
            ),
        ),
        Row("Logs"),
        Row("Traces"),
        Row("Grafana"),
        Row("Argo CD"),
    ),
)
