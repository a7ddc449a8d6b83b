"""Who reaches Grafana."""

from generator.catalog import Access, Peer

ACCESS = (
    # It asks everybody who they are. The ingress controller may run on nodes or outside of the
    # cluster, where no label of a pod or a namespace would fit.
    Access(
        "grafana",
        (("app.kubernetes.io/name", "grafana"),),
        (((3000,), (Peer(anywhere=True),)),),
    ),
    # cert-manager puts a pod of its own beside an ingress while it proves to own the host name.
    # Shut out, it would renew no certificate, and nobody would notice for weeks.
    Access(
        "acme-solver",
        (("acme.cert-manager.io/http01-solver", "true"),),
        (((8089,), (Peer(anywhere=True),)),),
    ),
)
