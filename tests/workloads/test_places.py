"""Where drift jobs read and write, who they are there, and what they may connect to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support import specs
from tests.workloads import estate

if TYPE_CHECKING:
    from pathlib import Path

SERVE = "drift-exporter"


def platform(*drift: str) -> str:
    """A platform with drift jobs and some keys more of theirs."""
    return estate.platform(f"  drift: {{{', '.join(drift)}}}\n")


def found(folder: Path, *drift: str, **models: str) -> estate.Objects:
    """What runs in prod; two models unless others are given."""
    models = models or {
        "model_churn": estate.compared("churn"),
        "model_credit": estate.compared("credit"),
    }
    drift = drift or ("results: s3://example-drift/results",)
    return estate.running(estate.tree(folder, platform=platform(*drift), **models))


def test_a_volume_is_shared_by_jobs_and_exporter(tmp_path: Path) -> None:
    """Both mount one claim, which the image's user may write."""
    objects = found(tmp_path, "volume: {size: 5Gi, storageClass: shared}")
    claim = objects["PersistentVolumeClaim", "watchkeeper-drift-results"]["spec"]
    assert claim == {
        "accessModes": ["ReadWriteMany"],
        "storageClassName": "shared",
        "resources": {"requests": {"storage": "5Gi"}},
    }
    for name in ("drift-daily", SERVE):
        pod = estate.pods(objects)[name]
        mounts = {each["mountPath"]: each for each in estate.container(pod)["volumeMounts"]}
        volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
        volume = volumes[mounts["/results"]["name"]]
        assert volume["persistentVolumeClaim"] == {"claimName": "watchkeeper-drift-results"}
        assert "--results=/results" in estate.container(pod)["args"]
        security = pod["spec"]["securityContext"]
        assert {security[key] for key in ("fsGroup", "runAsUser", "runAsGroup")} == {65532}


def test_data_on_claims_is_read_only(tmp_path: Path) -> None:
    """A claim of somebody else is mounted where the spec says, under its own name."""
    model = specs.model(
        "churn", "  drift: {reference: /data/features/a.parquet, current: /data/features/new}\n"
    )
    objects = found(
        tmp_path, "results: s3://b/x", "claims: {features: /data/features}", model_churn=model
    )
    pod = estate.pods(objects)["drift-daily"]
    mounts = {each["mountPath"]: each for each in estate.container(pod)["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
    assert mounts["/data/features"]["readOnly"] is True
    assert volumes[mounts["/data/features"]["name"]]["persistentVolumeClaim"] == {
        "claimName": "features",
        "readOnly": True,
    }


def test_who_the_pods_are_is_a_reference(tmp_path: Path) -> None:
    """A Secret's keys become variables, an identity is the service account's: no value is here."""
    secret = found(tmp_path / "a", "results: s3://b/x", "secret: store")
    for name in ("drift-daily", SERVE):
        container = estate.container(estate.pods(secret)[name])
        assert container["envFrom"] == [{"secretRef": {"name": "store"}}]
    role = "'arn:aws:iam::111122223333:role/drift'"
    labels = "labels: {azure.workload.identity/use: 'true'}"
    own = found(
        tmp_path / "b",
        "results: s3://b/x",
        f"identity: {{annotations: {{eks.amazonaws.com/role-arn: {role}}}, {labels}}}",
    )
    account = own["ServiceAccount", "watchkeeper-drift"]["metadata"]
    assert account["annotations"] == {"eks.amazonaws.com/role-arn": role.strip("'")}
    for name in ("drift-daily", SERVE):
        pod = estate.pods(own)[name]
        assert pod["spec"]["serviceAccountName"] == "watchkeeper-drift"
        assert pod["metadata"]["labels"]["azure.workload.identity/use"] == "true"
        assert "envFrom" not in estate.container(pod)


def test_jobs_reach_their_store_and_nothing_else(tmp_path: Path) -> None:
    """Names, the store, and the address where clouds tell pods who they are, without a Secret."""
    cloud, here = {"ports": [{"port": 443}]}, estate.inside("storage")
    s3, secret, minio = "results: s3://b/x", "secret: s", "endpoint: 'http://minio.storage.svc:80'"
    identity = {
        "to": [{"ipBlock": {"cidr": "169.254.0.0/16"}}],
        "ports": [{"port": 80}, {"port": 988}],
    }
    ways = {
        (s3, secret): [cloud],
        (s3,): [cloud, identity],
        (s3, secret, "endpoint: 'https://s3.example.org'"): [cloud],
        (s3, secret, "endpoint: 'https://s3.example.org:9000'"): [{"ports": [{"port": 9000}]}],
        (s3, secret, minio): [here],
        (s3, minio): [here, cloud, identity],
        (s3, secret, minio, "identity: {annotations: {a.b/role: c}}"): [here, cloud],
        ("results: gs://b/x", secret, minio): [here, cloud],
        ("volume: {}", secret, minio): [here],
    }
    for number, (drift, wanted) in enumerate(ways.items()):
        objects = found(tmp_path / str(number), *drift)
        for name in ("drift-jobs", SERVE):
            spec = objects["NetworkPolicy", f"watchkeeper-{name}-exits"]["spec"]
            assert spec["egress"][1:] == wanted


def test_data_of_one_model_may_lie_elsewhere(tmp_path: Path) -> None:
    """A reference in another cloud opens its way for all jobs, whose results stay at home."""
    model = specs.model(
        "churn", "  drift: {reference: gs://b/a.parquet, current: s3://example-data/x/}\n"
    )
    store = ("results: s3://b/x", "secret: s", "endpoint: 'http://minio.storage.svc:80'")
    objects = found(tmp_path, *store, model_churn=model, model_credit=estate.compared("credit"))
    egress = objects["NetworkPolicy", "watchkeeper-drift-jobs-exits"]["spec"]["egress"]
    assert egress[1:] == [estate.inside("storage"), {"ports": [{"port": 443}]}]


def test_another_store_is_named_to_the_pods(tmp_path: Path) -> None:
    """The address is a variable of both, as the clients of S3 read it."""
    objects = found(tmp_path, "results: s3://b/x", "endpoint: 'http://minio.storage:9000'")
    wanted = {"name": "AWS_ENDPOINT_URL", "value": "http://minio.storage:9000"}
    for name in ("drift-daily", SERVE):
        assert wanted in estate.container(estate.pods(objects)[name])["env"]


def test_results_go_to_mlflow_too(tmp_path: Path) -> None:
    """To the service of that name, or to an address; without either nobody is told of MLflow."""
    there = estate.tree(
        tmp_path,
        platform=platform("results: s3://b/x", "secret: s", "mlflow: {experiment: drift}"),
        model_churn=estate.compared("churn"),
        services_mlflow=specs.service("mlflow"),
    )
    objects = estate.running(there)
    container = estate.container(estate.pods(objects)["drift-daily"])
    assert {"name": "MLFLOW_TRACKING_URI", "value": "http://mlflow.mlflow:80"} in container["env"]
    listed = objects["ConfigMap", "watchkeeper-model-drift-models"]["data"]
    assert '"mlflow": {"experiment": "drift"}' in listed["model-drift-models.yaml"]
    ways = objects["NetworkPolicy", "watchkeeper-drift-jobs-exits"]["spec"]["egress"]
    assert ways[-1] == estate.inside("mlflow")


def test_mlflow_behind_another_service(tmp_path: Path) -> None:
    """Policies see the pods' own port, so a Service's namespace is open as a whole."""
    drift = ("results: s3://b/x", "secret: s", "mlflow: {address: 'http://tracking.ml.svc:80'}")
    objects = found(tmp_path, *drift)
    ways = objects["NetworkPolicy", "watchkeeper-drift-jobs-exits"]["spec"]["egress"]
    assert ways[-1] == estate.inside("ml")
