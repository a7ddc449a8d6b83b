"""What the spec says of TLS, logins and where credentials are kept reaches the rendered objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.spec.stores import BasicAuth, RemoteWrite, Tls
from tests.security import stack

if TYPE_CHECKING:
    from pydantic import BaseModel

Tree = dict[str, Any]
profiles = pytest.mark.parametrize("profile", stack.PROFILES)


def rendered(profile: str, kind: str) -> list[Tree]:
    """The objects of one kind in the environment of a profile."""
    return [each for _, each in stack.every_object(profile) if each["kind"] == kind]


@profiles
def test_each_place_that_samples_are_sent_to_has_its_login(profile: str) -> None:
    """Passwords, a bearer token, a tenant and certificates stand in Prometheus's spec."""
    (prometheus,) = rendered(profile, "Prometheus")
    places = {each["url"]: each for each in prometheus["spec"]["remoteWrite"]}
    basic, bearer = (places[f"https://{name}.example.org/write"] for name in ("metrics", "other"))
    assert basic["basicAuth"] == {
        "username": {"name": "write", "key": "user"},
        "password": {"name": "write", "key": "word"},
    }
    assert basic["tlsConfig"] == {
        "ca": {"secret": {"name": "write-tls", "key": "ca.crt"}},
        "cert": {"secret": {"name": "write-tls", "key": "tls.crt"}},
        "keySecret": {"name": "write-tls", "key": "tls.key"},
    }
    assert bearer["authorization"] == {"credentials": {"name": "other", "key": "bearer"}}
    assert bearer["headers"] == {"X-Scope-OrgID": "ml"}


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (RemoteWrite, {"url", "tenant", "basic_auth", "bearer", "tls"}),
        (BasicAuth, {"username", "password"}),
        (Tls, {"ca", "cert", "key"}),
    ],
)
def test_these_are_all_options_of_a_place(model: type[BaseModel], fields: set[str]) -> None:
    """An option that is added to the spec has to be looked for above."""
    assert set(model.model_fields) == fields


@profiles
def test_grafana_is_behind_tls_and_a_login(profile: str) -> None:
    """The certificate is the one that is named; cookies stay off plain connections."""
    (ingress,) = rendered(profile, "Ingress")
    host = "grafana.example.org"
    assert ingress["spec"]["tls"] == [{"hosts": [host], "secretName": "grafana-tls"}]
    assert ingress["spec"]["ingressClassName"] == "nginx"
    settings = stack.release(profile, "kube-prometheus-stack")["grafana"]["grafana.ini"]
    assert settings["security"]["cookie_secure"] is True
    assert settings["auth.anonymous"]["enabled"] is False
    assert settings["server"]["root_url"] == f"https://{host}"


@profiles
def test_grafanas_password_comes_from_a_secret(profile: str) -> None:
    """Both halves of the login are read from the Secret that the spec names."""
    pod = next(pod for pod in stack.pods(profile) if pod.name.endswith("-grafana"))
    grafana = next(each for each in pod.spec["containers"] if each["name"] == "grafana")
    found = {each["name"]: each.get("valueFrom", {}) for each in grafana["env"]}
    for variable, key in (("USER", "admin-user"), ("PASSWORD", "admin-password")):
        reference = found[f"GF_SECURITY_ADMIN_{variable}"]["secretKeyRef"]
        assert reference == {"name": "grafana-admin", "key": key}


def test_without_a_host_there_is_no_ingress() -> None:
    """Nothing is reached from outside unless the spec says so."""
    lines = (line for line in stack.PLATFORM.splitlines(keepends=True) if "  grafana:" not in line)
    text = "".join(lines)
    assert text != stack.PLATFORM
    found = stack.platform(text)
    values = (*found.values, *(each for site in found.sites for each in site.values))
    ingresses = [
        each.values["grafana"].get("ingress") for each in values if "grafana" in each.values
    ]
    assert not any(each and each.get("enabled") for each in ingresses)


@pytest.mark.parametrize("profile", [each for each in stack.PROFILES if each != "small"])
def test_stores_read_their_keys_from_a_secret(profile: str) -> None:
    """Whoever has an object store gets its keys from the environment, never from a file of ours."""
    names = {"loki", "loki-ingester", "tempo", "tempo-live-store", "mimir-ingester-zone-a"}
    seen = set()
    for pod in stack.pods(profile):
        if pod.name in names:
            sources = [e for c in pod.spec["containers"] for e in c.get("envFrom") or ()]
            assert {"secretRef": {"name": "store"}} in sources, pod.name
            seen.add(pod.name)
    assert seen
