"""The Applications that concern us."""

from generator.catalog import Signal, SignalCase

APPS = "argocd_app:info:watched"

# One Argo CD may serve many others: ours are those that deploy into a watched namespace. That is
# `dest_namespace`; `namespace` is where the Application object is, or where Argo CD runs.
SIGNALS = (
    Signal(
        APPS,
        """
          max by (name, project, dest_namespace, sync_status, health_status, autosync_enabled) (
            argocd_app_info{job="argocd"}
          )
            * on (dest_namespace) group_left ()
          max by (dest_namespace) (
            label_replace(namespace:watched, "dest_namespace", "$1", "namespace", "(.+)")
          )
        """,
        labels=(
            "name",
            "project",
            "dest_namespace",
            "sync_status",
            "health_status",
            "autosync_enabled",
        ),
        unit="info",
        help="1 per Application that deploys into a watched namespace, with its state.",
    ),
)

_STATE = 'sync_status="Synced",health_status="Healthy",autosync_enabled="true"'


def _app(name: str, namespace: str, more: str) -> str:
    return f'argocd_app_info{{name="{name}",project="ml",dest_namespace="{namespace}",{more}}}'


CASES = (
    SignalCase(
        "only what deploys into a watched namespace, once, wherever Argo CD runs",
        record=APPS,
        series={
            _app("scoring", "ml", f'{_STATE},job="argocd",namespace="argocd",pod="c-0"'): "1x20",
            _app("scoring", "ml", f'{_STATE},job="argocd",namespace="argocd",pod="c-1"'): "1x20",
            _app("shop", "web", f'{_STATE},job="argocd",namespace="argocd"'): "1x20",
            _app("foreign", "ml", f'{_STATE},job="argocd-of-others",namespace="argocd"'): "1x20",
            'namespace:watched{namespace="ml"}': "1x20",
            'namespace:watched{namespace="ml",copy="old"}': "1x20",
            'namespace:watched{namespace="argocd"}': "1x20",
        },
        at="10m",
        expect={
            f'{APPS}{{name="scoring",project="ml",dest_namespace="ml",{_STATE}}}': 1,
        },
    ),
)
