"""The kinds of objects that charts render, as ``<API group>/<kind>``."""

_ADMISSION = "admissionregistration.k8s.io"
_RBAC = "rbac.authorization.k8s.io"
OPERATOR = "monitoring.coreos.com"
CRD = "apiextensions.k8s.io/CustomResourceDefinition"
DAEMON_SET = "apps/DaemonSet"
DEPLOYMENT = "apps/Deployment"
STATEFUL_SET = "apps/StatefulSet"
BUDGET = "policy/PodDisruptionBudget"
ALWAYS = ("ConfigMap", "Service", "ServiceAccount")  # no chart goes without these
WIDE = (f"{_RBAC}/ClusterRole", f"{_RBAC}/ClusterRoleBinding")
NARROW = (f"{_RBAC}/Role", f"{_RBAC}/RoleBinding")
WEBHOOKS = (
    f"{_ADMISSION}/MutatingWebhookConfiguration",
    f"{_ADMISSION}/ValidatingWebhookConfiguration",
)
NAMESPACE = "Namespace"
CLUSTER = frozenset((NAMESPACE, CRD, *WIDE, *WEBHOOKS))  # these live in no namespace
