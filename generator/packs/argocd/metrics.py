"""What the controller, the API server and the repository server of Argo CD say of themselves."""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    gauge(
        "argocd_app_info",
        "autosync_enabled",
        "dest_namespace",
        "dest_server",
        "health_status",
        "name",
        "operation",
        "project",
        "repo",
        "sync_status",
        unit="info",
        help="1 per Application; its state is in the labels, so a change makes a new series.",
    ),
    counter(
        "argocd_app_sync_total",
        "dest_server",
        "name",
        "phase",
        "project",
        unit="syncs",
        help="Syncs that ended, by phase; a series is born with its first sync, at 1.",
    ),
    histogram(
        "argocd_app_reconcile",
        "dest_server",
        unit="seconds",
        help="How long the controller took to reconcile an Application.",
    ),
    gauge(
        "argocd_cluster_connection_status",
        "k8s_version",
        "server",
        unit="bool",
        range=(0, 1),
        help="1 while the controller reaches a cluster.",
    ),
    counter(
        "argocd_git_request_total",
        "repo",
        "request_type",
        unit="requests",
        help="Requests of the repository server to Git: fetch or ls-remote.",
    ),
    counter(
        "argocd_git_fetch_fail_total",
        "repo",
        "revision",
        unit="fetches",
        help="Fetches from Git that failed.",
    ),
    gauge(
        "argocd_repo_pending_request_total",
        "repo",
        unit="requests",
        help="Requests that wait for a repository; a gauge despite its name.",
    ),
)
