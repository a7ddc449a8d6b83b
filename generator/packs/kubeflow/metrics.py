"""What Kubeflow's components report.

Several write a label namespace, the user's, which a scrape without honorLabels renames to
exported_namespace: the rules take whichever is there.
"""

from generator.catalog import counter, gauge

# Counters although they end in _count; Argo adds no _total.
PIPELINES = (
    gauge(
        "argo_workflows_gauge",
        "phase",
        unit="workflows",
        help="Workflows now in each phase, in the whole cluster; only the leader reports it.",
        versions="Argo Workflows 3.6 and later, before argo_workflows_count",
    ),
    counter(
        "argo_workflows_total_count",
        *("phase", "exported_namespace"),
        unit="workflows",
        help="Workflows that have entered each phase.",
        versions="Argo Workflows 3.6 and later",
    ),
    gauge(
        "argo_workflows_is_leader",
        unit="bool",
        range=(0, 1),
        help="1 on the controller that leads, and so works.",
        versions="Argo Workflows 3.6 and later",
    ),
    gauge(
        "argo_workflows_queue_depth_gauge",
        "queue_name",
        unit="items",
        help="Items in a work queue of the controller.",
        versions="Argo Workflows 3.6 and later, before argo_workflows_queue_depth_count",
    ),
    counter(
        "argo_workflows_error_count",
        "cause",
        unit="errors",
        help="Errors of the workflow controller, by cause.",
    ),
    counter(
        "run_server_create_requests",
        unit="requests",
        help="Calls to the Pipelines API that start a run.",
    ),
    gauge(
        "run_server_run_count",
        unit="runs",
        help="Runs made less runs deleted since the Pipelines API server started.",
    ),
    gauge(
        "job_server_job_count",
        unit="jobs",
        help="Recurring runs made less those deleted since the Pipelines API server started.",
    ),
)

TRAINING = (
    counter(
        "training_operator_jobs_created_total",
        *("job_namespace", "framework"),
        unit="jobs",
        help="Training jobs made.",
        versions="training-operator v1",
    ),
    counter(
        "training_operator_jobs_successful_total",
        *("job_namespace", "framework"),
        unit="jobs",
        help="Training jobs that succeeded.",
        versions="training-operator v1",
    ),
    counter(
        "training_operator_jobs_failed_total",
        *("job_namespace", "framework"),
        unit="jobs",
        help="Training jobs that failed.",
        versions="training-operator v1",
    ),
    counter(
        "training_operator_jobs_restarted_total",
        *("job_namespace", "framework"),
        unit="jobs",
        help="Times a training job was started again.",
        versions="training-operator v1",
    ),
    gauge(
        "kube_job_failed",
        *("namespace", "job_name", "condition"),
        unit="bool",
        range=(0, 1),
        help="With condition true, 1 once the job as a whole has failed.",
    ),
    gauge(
        "kube_job_owner",
        *("namespace", "job_name", "owner_kind", "owner_name", "owner_is_controller"),
        unit="info",
        help="What made a job, such as a CronJob or a JobSet.",
    ),
    gauge(
        "katib_experiments_current",
        *("exported_namespace", "status"),
        unit="experiments",
        help="Experiments there are now, by status.",
    ),
    counter(
        "katib_trial_succeeded_total",
        "exported_namespace",
        unit="trials",
        help="Trials that succeeded.",
    ),
    counter(
        "katib_trial_failed_total",
        "exported_namespace",
        unit="trials",
        help="Trials that failed.",
    ),
    counter(
        "katib_trial_metrics_unavailable_total",
        "exported_namespace",
        unit="trials",
        help="Trials that ended without the metric they were run for.",
    ),
    gauge(
        "katib_trials_current",
        *("exported_namespace", "status"),
        unit="trials",
        help="Trials there are now, by status.",
    ),
)

CONTROLLERS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    gauge(
        "notebook_running",
        "exported_namespace",
        unit="notebooks",
        help="Notebooks that run.",
    ),
    counter(
        "notebook_create_failed_total",
        "exported_namespace",
        unit="notebooks",
        help="Notebooks that could not be made.",
    ),
    counter(
        "controller_runtime_reconcile_total",
        *("controller", "result"),
        unit="reconciles",
        help="Reconciliations by result: success, error, requeue, requeue_after.",
    ),
    counter(
        "controller_runtime_reconcile_errors_total",
        "controller",
        unit="errors",
        help="Reconciliations that failed.",
    ),
)

METRICS = (*PIPELINES, *TRAINING, *CONTROLLERS)
