"""How a tracking server is reached: who asks, by TLS, through proxies, and in which workspace."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import ssl
import threading
import time
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.between import before, send
from support.reading import Reading, fresh, of_server, of_store, runs
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running
from support.tracking import tracking

from watchkeeper.mlflow.api import Api, Login
from watchkeeper.mlflow.picture import Wanted
from watchkeeper.mlflow.rest import RestSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from support.between import Between
    from support.tracking import Tracking

UP = "mlflow_exporter_up"
WORD = "t0ken"  # opens nothing
REASON = "mlflow_exporter_refresh_failures_total{reason=%s}"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 that no system trusts, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path / "server.pem"
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, kind, plain))
    return file


@pytest.fixture
def over_tls(on_sqlite: Tracking, certificate: Path) -> Iterator[Between]:
    """A server with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with before(on_sqlite.url, context) as between:
        yield between


def read(url: str, login: Login | None = None, **how: str) -> dict[str, float]:
    """One reading."""
    return Reading(RestSource(Api(url, login or Login(), timeout=10, **how), Wanted()))()


def test_a_certificate_is_checked(over_tls: Between, certificate: Path) -> None:
    """One that nobody vouches for is refused; one of a named file is good."""
    page = read(over_tls.url)
    assert page[UP] == 0
    assert page[REASON % "unreachable"] == 1
    assert not over_tls.asked
    assert read(over_tls.url, ca_file=str(certificate))[UP] == 1


def test_a_certificate_of_another_host_is_refused(over_tls: Between, certificate: Path) -> None:
    """Although its authority is trusted."""
    url = over_tls.url.replace("127.0.0.1", "localhost")
    assert read(url, ca_file=str(certificate))[UP] == 0


def test_a_proxy_of_the_environment_is_used(
    on_sqlite: Tracking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Except for the hosts that the environment leaves out."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with before(on_sqlite.url) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert read("http://mlflow.invalid")[UP] == 1
        assert all(path.startswith("http://mlflow.invalid/api/") for path, _, _ in proxy.asked)
        proxy.asked.clear()
        assert read(on_sqlite.url)[UP] == 1
        assert not proxy.asked


@pytest.mark.parametrize(
    ("variables", "header"),
    [
        ({"MLFLOW_TRACKING_TOKEN": WORD}, f"Bearer {WORD}"),
        ({"MLFLOW_TRACKING_TOKEN": f"{WORD}\n"}, f"Bearer {WORD}"),  # as files of Secrets end
        (
            {"MLFLOW_TRACKING_USERNAME": "ann", "MLFLOW_TRACKING_PASSWORD": WORD},
            f"Basic {base64.b64encode(f'ann:{WORD}'.encode()).decode()}",
        ),
    ],
)
def test_who_asks_comes_from_the_environment(
    on_sqlite: Tracking, tmp_path: Path, variables: dict[str, str], header: str
) -> None:
    """A server that wants it answers; neither the log nor the page shows it."""

    def guard(to: BaseHTTPRequestHandler, body: bytes) -> None:
        right = to.headers.get("Authorization") == header
        send(to, body) if right else send(to, b"", HTTPStatus.UNAUTHORIZED)

    with before(on_sqlite.url) as between:
        between.spoil = guard
        assert read(between.url)[REASON % "denied"] == 1
        assert read(between.url, Login("wrong"))[REASON % "denied"] == 1
        target = f"127.0.0.1:{free_port()}"
        command = python("watchkeeper.mlflow", "--listen", target, "--tracking-uri", between.url)
        log = tmp_path / "log"
        with running(log, *command, ready=f"http://{target}/readyz", environment=variables):
            text = get(f"http://{target}/metrics")
    assert samples(text)[UP] == 1
    assert WORD not in text + log.read_text("utf-8")


def test_a_slow_server_delays_no_scrape_and_no_end(on_sqlite: Tracking, tmp_path: Path) -> None:
    """While it takes half a minute to answer, the last page is served; SIGTERM ends it at once."""
    free = threading.Event()
    with before(on_sqlite.url) as between:
        target = f"127.0.0.1:{free_port()}"
        command = python(
            "watchkeeper.mlflow",
            *("--listen", target, "--tracking-uri", between.url, "--interval", "0.5"),
        )
        ready = f"http://{target}/readyz"
        with running(tmp_path / "log", *command, ready=ready) as process:
            between.spoil = lambda to, body: free.wait(30) and send(to, body)
            before_it = len(between.asked)
            eventually(lambda: len(between.asked), lambda count: count > before_it)
            started = time.monotonic()
            page = samples(get(f"http://{target}/metrics"))
            assert page[UP] == 1
            assert get(f"http://{target}/healthz") == "ok\n"
            process.terminate()
            assert process.wait(20) == 0
            assert time.monotonic() - started < 20
            free.set()


@pytest.fixture(scope="module")
def with_workspaces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracking]:
    """A server with a second workspace, in which the same names exist."""
    folder = tmp_path_factory.mktemp("workspaces")
    store = f"sqlite:///{folder}/mlflow.db"
    with tracking(folder, store, 0, "--enable-workspaces") as found:
        found.call("/api/3.0/mlflow/workspaces", name="team-a")
        yield found


def test_workspaces_are_kept_apart(with_workspaces: Tracking) -> None:
    """Equal names of two workspaces are two series; over SQL an exporter sees both."""
    name, model = fresh("same"), fresh("model")
    team = replace(with_workspaces, workspace="team-a")
    for server, status in ((with_workspaces, "FAILED"), (team, "FINISHED")):
        run = server.run(server.experiment(name), status, end=2000)
        server.model(model, run)
    team.model(fresh("more"))
    page = of_store(with_workspaces.store)()
    assert runs(page, name) == {"FAILED": 1}
    assert runs(page, f"team-a/{name}") == {"FINISHED": 1}
    assert page[f"mlflow_model_versions{{model={model}}}"] == 1
    assert page[f"mlflow_model_versions{{model=team-a/{model}}}"] == 1
    for workspace, seen, unseen in (("", name, "team-a/"), ("team-a", f"team-a/{name}", name)):
        over_rest = of_server(with_workspaces.url, workspace=workspace)()
        assert runs(over_rest, seen) == runs(page, seen)
        assert not [key for key in over_rest if f"={unseen}" in key]
    assert f"mlflow_model_versions{{model=team-a/{model}}}" in over_rest
