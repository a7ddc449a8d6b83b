"""Kubeflow: do runs start and end well, does training, and do the controllers keep up."""

from generator.catalog.board import Board, Row, Variable
from generator.catalog.service import alarms, alerts_of, firing
from generator.packs.kubeflow import panels_parts as parts
from generator.packs.kubeflow import panels_pipelines as pipelines
from generator.packs.kubeflow import panels_training as training

BOARD = Board(
    name="kubeflow",
    title="Kubeflow",
    description="Pipeline runs, training jobs, Katib and notebooks, and the controllers of each.",
    variables=(
        Variable(
            "namespace",
            "User's namespace",
            "exported_namespace",
            "argo_workflows_total_count",
            many=True,
        ),
    ),
    annotations=(alarms("kubeflow"),),
    rows=(
        Row(
            "Now",
            (
                *pipelines.NOW[:2],
                parts.DOWN,
                firing("kubeflow"),
                *pipelines.NOW[2:],
                training.FAILED_NOW,
            ),
        ),
        Row("Alerts and parts", (alerts_of("kubeflow"), parts.PARTS_TABLE)),
        Row("Pipeline runs", pipelines.RUNS),
        Row("Training", training.TRAINING),
        Row("Katib", training.KATIB),
        Row("Notebooks", parts.NOTEBOOKS),
        Row("Controllers", (*parts.CONTROLLERS, *pipelines.WORKFLOWS)),
        Row("Logs", (parts.LOGS,)),
    ),
)
