"""Where Argo CD's controller, API server and repository server are scraped.

By number: the plain manifests do not name the ports.
"""

from generator.catalog import Endpoint, Target, TargetKind
from generator.catalog.scrape import drop

# Series for each Application, verb and kind of object, of which no rule reads any.
LARGE = drop("argocd_app_k8s_request_total", "argocd_redis_.*", "argocd_kubectl_.*")
PORTS = (("application-controller", "8082"), ("server", "8083"), ("repo-server", "8084"))

TARGETS = tuple(
    Target(
        "argocd",
        TargetKind.POD,
        (Endpoint(port, metric_relabelings=(LARGE,)),),
        labels=(("app.kubernetes.io/name", f"argocd-{part}"),),
        # 5,000 Applications: a line each, and one for each phase of a sync.
        sample_limit=50_000,
        name=f"argocd-{part}",
    )
    for part, port in PORTS
)

BY_HAND = (
    (
        "Unless Argo CD runs in the stack's namespace: a Service named `argocd` in the spec, "
        "with its namespace."
    ),
)
