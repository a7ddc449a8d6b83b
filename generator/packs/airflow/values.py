"""What Airflow's release needs so that its statistics come out under the names of this pack."""

from generator.catalog import Site, Tree
from generator.catalog.statsd import as_config
from generator.packs.airflow.mapping import MAPPINGS

# A value here takes the place of all that the chart would have written.
CONTAINER = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}
POD = {"runAsUser": 65534, "runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
# Measured: 70 MB with a thousand tasks that ran since it started, 270 with five, 480 with ten.
RESOURCES = {"requests": {"cpu": "20m", "memory": "128Mi"}, "limits": {"memory": "640Mi"}}


def values(site: Site) -> dict[str, Tree]:
    """The statsd exporter of the chart; that it runs and Airflow sends to it are defaults."""
    stack = {"matchLabels": {"kubernetes.io/metadata.name": site.namespace}}
    statsd: Tree = {
        "overrideMappings": as_config(MAPPINGS),
        # Without an annotation the chart leaves out the checksum of the mapping, and the exporter
        # keeps an old mapping until somebody restarts it.
        "podAnnotations": {"watchkeeper/mapping": "generated"},
        # Read only where Airflow's own network policies are on; they would shut out Prometheus.
        "extraNetworkPolicies": [{"namespaceSelector": stack}],
        "resources": RESOURCES,
        "securityContexts": {"pod": POD, "container": CONTAINER},
        "serviceAccount": {"automountServiceAccountToken": False},
    }
    return {"airflow": {"statsd": statsd}}
