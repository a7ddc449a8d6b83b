"""Secrets made at run time, so that none stands in this repository."""

from __future__ import annotations

import base64
import random
import string
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LETTERS = string.ascii_letters + string.digits
SMALL = string.ascii_lowercase + string.digits
CAPITAL = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"
KEY = "PRIVATE" + " KEY"


class Words:
    """Random words, the same in each run."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same in each run

    def of(self, alphabet: str, length: int) -> str:
        """A word of any characters of an alphabet."""
        return "".join(self.random.choice(alphabet) for _ in range(length))

    def base64(self, size: int) -> str:
        """Random bytes as they stand in Secrets."""
        return base64.b64encode(self.random.randbytes(size)).decode()

    def token(self) -> str:
        """The three parts of a JSON web token."""
        parts = ('{"alg":"HS256","typ":"JWT"}', '{"sub":"1234567890","name":"any"}')
        head = ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts)
        return f"{head}.{self.of(LETTERS, 43)}"

    def key(self) -> str:
        """A private key of several lines."""
        lines = "\n".join(f"    {self.base64(48)}" for _ in range(4))
        return f"-----BEGIN RSA {KEY}-----\n{lines}\n    -----END RSA {KEY}-----"


def forms(words: Words) -> Mapping[str, str]:
    """A secret of each form that services give theirs."""
    return {
        "aws-id": "AK" + "IA" + words.of(CAPITAL, 16),
        "github": "gh" + "p_" + words.of(LETTERS, 36),
        "github-fine": "github" + "_pat_" + words.of(LETTERS, 22) + "_" + words.of(LETTERS, 59),
        "gitlab": "gl" + "pat-" + words.of(LETTERS, 20),
        "slack-webhook": "https://hooks.{}/services/".format("slack.com")
        + "/".join((words.of(CAPITAL, 9), words.of(CAPITAL, 9), words.of(LETTERS, 24))),
        "slack": "xo" + "xb-" + words.of(string.digits, 12) + "-" + words.of(LETTERS, 24),
        "slack-app": "xa" + "pp-1-" + words.of(CAPITAL, 11) + "-" + words.of(HEX, 64),
        "pagerduty": "https://events.pager{}/integration/".format("duty.com")
        + words.of(HEX, 32)
        + "/enqueue",
        "teams": "https://any.webhook.{}/webhookb2/".format("office.com")
        + str(uuid.UUID(int=7))
        + "@x/IncomingWebhook/y",
        "healthchecks": "https://hc-{}/".format("ping.com")
        + str(uuid.UUID(int=words.random.getrandbits(128))),
        "snitch": "https://nos" + "nch.in/" + words.of(HEX, 10),
        "telegram": "bot" + words.of(string.digits, 10) + ":" + words.of(LETTERS, 35),
        "grafana": "gl" + "sa_" + words.of(LETTERS, 32) + "_" + words.of(HEX, 8),
        "google": "AI" + "za" + words.of(LETTERS, 35),
        "azure": "Account" + "Key=" + words.base64(64),
        "provider": "sk" + "-proj-" + words.of(LETTERS, 48),
        "hugging-face": "h" + "f_" + words.of(string.ascii_letters, 34),
        "npm": "np" + "m_" + words.of(LETTERS, 36),
        "stripe": "sk" + "_live_" + words.of(LETTERS, 24),
        "sendgrid": "S" + "G." + words.of(LETTERS, 22) + "." + words.of(LETTERS, 43),
        "vault": "hv" + "s." + words.of(LETTERS, 24),
        "databricks": "da" + "pi" + words.of(HEX, 32),
        "bcrypt": "$2" + "y$10$" + words.of(LETTERS, 53),
        "jwt": words.token(),
        "link": "postgres://mlflow:" + "s3cr-et" + "@db.example.org/mlflow",
        "redis": "redis://:" + "s3cr-et" + "@redis:6379/0",
        "bearer": "Bear" + "er " + words.of(LETTERS, 24),
        "basic": "Bas" + "ic " + base64.b64encode(b"any:s3cr-et-word").decode(),
    }


def chance(words: Words) -> Mapping[str, Callable[[], str]]:
    """Makers of secrets that have no form but chance."""
    return {
        "letters and digits, 32": lambda: words.of(LETTERS, 32),
        "letters and digits, 40": lambda: words.of(LETTERS, 40),
        "key of AWS": lambda: words.of(LETTERS + "+/", 40),
        "base64 of 32 bytes": lambda: words.base64(32),
        "small letters and digits, 32": lambda: words.of(SMALL, 32),
        "hexadecimal, 50": lambda: words.of(HEX, 50),
    }
