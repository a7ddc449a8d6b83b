"""The logs of Kubeflow: which run of a pipeline, and which workflow, a line belongs to."""

from generator.catalog import LogPipeline, stages
from generator.catalog.scrape import copy, pod_label

# Argo writes key=value, Pipelines and the training operators the lines of klog or JSON.
PIPELINES = (
    LogPipeline(
        "kubeflow-controllers",
        '{app=~"workflow-controller|ml-pipeline.*|training-operator|katib.*|trainer"}',
        (
            stages.answered("/apis/v[12][^ ]*/healthz", "/healthz", "/readyz", "/metrics"),
            stages.pairs(workflow=""),
            stages.metadata("workflow"),
        ),
        (
            copy(pod_label("workflows.argoproj.io/workflow"), "workflow"),
            copy(pod_label("pipeline/runid"), "run_id"),
        ),
    ),
)
