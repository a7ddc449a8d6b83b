"""What the search for secrets finds, and what it leaves alone."""

from __future__ import annotations

import base64
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from generator.diagnostics.secrets import find, masked
from tests.security.harmless import Harmless
from tests.security.planted import Words, chance, forms
from tests.support.command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FORMS = forms(Words(1))
CHANCE = chance(Words(2))
WORD = re.compile(r"[A-Za-z]{2,12}")
# What is written for machines and people to read; code has its own rule about quotes.
SCANNED = ("generated", "argocd", "docs", "exporters", "spec", "README.md", "Makefile", ".github")
CODE = (".py", ".go", ".js")
PICTURES = (".png",)
SECRETS = ROOT / "generator" / "diagnostics" / "secrets"
PLACES = {
    "free text": "description: It is {} as you know",
    "end of a text": "description: It is {}",
    "item of a list": "  - {}\n  - other\n",
    "item on one line": "values: [other, {}, more]",
    "value on one line": "values: {{first: one, second: {}, third: two}}",
    "quoted": 'value: "{}"',
    "comment": "name: any # {}",
    "link": "[runbook](https://example.org/?q={})",
    "block": "text: |\n  one\n  {}\n  two\n",
}
KEYS = (
    "adminPassword: {}",
    "admin_password: '{}'",
    "{{grafana: {{adminPassword: {}}}}}",
    'password: "{}"',
    "POSTGRES_PASSWORD={}",
    "smtp_auth_password: {} # until Monday",
    "password: |\n    {}\n",
    '"clientSecret": "{}"',
    "webserver_secret_key_password: >-\n  {}\n",
    "- name: ADMIN_PASSWORD\n  value: {}\n",
    '{{"name": "DB_PASSWORD", "value": "{}"}}',
    "routing_key: {}",
    "fernetKey: {}",
)


def whole(text: str) -> list[str]:
    """Every secret that is found, word for word."""
    return [text[each.start : each.end] for each in find(text)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_found_wherever_it_stands(name: str, place: str) -> None:
    """What only a secret looks like is found in texts, lists, comments and values."""
    text = PLACES[place].format(FORMS[name])
    assert whole(text), text
    assert FORMS[name] not in masked(text)


@pytest.mark.parametrize("template", KEYS)
@pytest.mark.parametrize("value", ["hunter2", "correct-horse", "S3cr3t!", "admin"])
def test_a_key_tells_of_a_secret(template: str, value: str) -> None:
    """A value is a secret when its key says so, even a plain word."""
    text = template.format(value)
    assert whole(text) == [value]
    assert not re.search(rf"(?<!_){value}\b", masked(text))


@pytest.mark.parametrize("name", CHANCE)
def test_nearly_every_random_word_is_found(name: str) -> None:
    """At least 94 of 100 random words of 32 characters and more are found."""
    words = [CHANCE[name]() for _ in range(1000)]
    found = sum(bool(whole(f"description: see {word} there")) for word in words)
    assert found >= 940


def test_a_private_key_is_found_as_a_whole() -> None:
    """All of its lines are hidden, and the lines after it keep their numbers."""
    text = f"a: 1\nkey: |\n    {Words(3).key()}\nb: 2\n"
    (found,) = find(text)
    assert found.what == "a private key"
    shown = masked(text)
    assert shown.count("\n") == text.count("\n")
    assert shown.splitlines()[-1] == "b: 2"
    assert not re.search(r"[A-Za-z0-9+/]{40}", shown)


def test_a_secret_that_is_coded_is_still_one() -> None:
    """Base64 hides nothing; a text that holds no secret is let pass."""

    def coded(text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    assert whole(f"data: {coded('postgres://user:' + 's3cr-et@db/prod')}")
    assert not whole(f"data: {coded('postgres://db.example.org/production')}")


def test_certificates_are_public() -> None:
    """A certificate authority may stand in values; the key beside it may not."""
    body = "\n".join(Words(4).base64(48) for _ in range(5))
    name = "CERTIFICATE"
    assert not whole(f"ca: |\n-----BEGIN {name}-----\n{body}\n-----END {name}-----\n")
    assert whole(f"ca: |\n{body}\n")


@pytest.mark.parametrize(
    "text",
    [
        "password: {name: any, key: word}",
        "password:\n  name: any\n",
        "admin: {existingSecret: grafana-admin, passwordKey: admin-password}",
        "tlsSecret: grafana-tls",
        "secret: object-store",
        "secretName: any-9",
        "api_url_file: /etc/alertmanager/secrets/receivers/slack-url",
        "password: ${DB_PASSWORD}",
        "admin_password: $__file{/etc/secrets/admin}",
        "token: {{ .Values.token }}",
        "password: <yours>",
        "clientSecret: OIDC_CLIENT_SECRET",
        "tokenizer: bert-base-uncased",
        "integrationKey: XXX",
        'fires("KeyRotated", {"token": ""})',
        "AKIAIOSFODNN7" + "EXAMPLE",
    ],
)
def test_references_are_none(text: str) -> None:
    """What says where a secret is kept is no secret."""
    assert whole(text) == []


def test_code_declares_what_it_does_not_hold() -> None:
    """In code a bare word after a key is a type or a name; in quotes it is a value."""
    assert not list(find("password: SecretRef\n", code=True))
    assert not list(find("token = read_token_9(path)\n", code=True))
    assert list(find('password = "{}"\n'.format("hunter2"), code=True))


def vocabulary() -> list[str]:
    """Words as people of this trade write them: those of our texts that are not about secrets."""
    files = set((ROOT / "generator").rglob("*.py")) - set(SECRETS.rglob("*.py"))
    return sorted({word for path in files for word in WORD.findall(path.read_text("utf-8"))})


KINDS = Harmless(5, ["any"]).makers()


@pytest.mark.parametrize("name", KINDS)
def test_harmless_words_are_left_alone(name: str) -> None:
    """Of 2,000 words of each kind, at most one is taken for a secret."""
    make = Harmless(6, vocabulary()).makers()[name]
    wrong = [text for text in (make() for _ in range(2000)) if whole(text)]
    assert len(wrong) <= 1, wrong


def tracked() -> list[Path]:
    """The files of this repository that people and machines read, as git lists them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *SCANNED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    found = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in found if path.is_file()]


def test_no_secret_stands_in_the_tree() -> None:
    """Neither what is generated nor what is written by hand holds anything that looks like one."""
    paths = tracked()
    assert len(paths) > 100
    found = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, each.start) + 1} {each.what}"
        for path in paths
        if path.suffix not in PICTURES
        for text in [path.read_text("utf-8")]
        for each in find(text, code=path.suffix in CODE)
    ]
    assert found == []


def test_the_search_of_the_tree_would_find_one(tmp_path: Path) -> None:
    """A secret in a generated file is found by the same search."""
    text = (ROOT / "generated" / "inventory.json").read_text("utf-8")
    assert not list(find(text))
    target = tmp_path / "inventory.json"
    target.write_text(text.replace('"version": 1', f'"version": "{FORMS["github"]}"', 1), "utf-8")
    assert [each.what for each in find(target.read_text("utf-8"))] == ["a token of GitHub"]
