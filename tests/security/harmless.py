"""What stands in specs, values and rules and looks odd, but is no secret."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING

from tests.security.planted import HEX, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

POD = "bcdfghjklmnpqrstvwxz2456789"  # what Kubernetes makes the ends of names from


class Harmless:
    """Makes words of some vocabulary, the same in each run."""

    def __init__(self, seed: int, vocabulary: list[str]) -> None:
        self.words = Words(seed)
        self.random = self.words.random
        self.vocabulary = vocabulary

    def word(self) -> str:
        """A word as people write it."""
        return self.random.choice(self.vocabulary)

    def small(self) -> str:
        """A word in small letters."""
        return self.word().lower()

    def several(self, low: int, high: int, between: str) -> str:
        """Some words with something between them."""
        return between.join(self.word() for _ in range(self.random.randint(low, high)))

    def number(self, low: int = 0, high: int = 99) -> str:
        """A number."""
        return str(self.random.randint(low, high))

    def uid(self) -> str:
        """What Kubernetes and others tell objects by."""
        return str(uuid.UUID(int=self.random.getrandbits(128)))

    def hex(self, length: int) -> str:
        """A hexadecimal number."""
        return self.words.of(HEX, length)

    def makers(self) -> Mapping[str, Callable[[], str]]:
        """All kinds."""
        return {**self._identities(), **self._names(), **self._texts(), **self._references()}

    def _identities(self) -> Mapping[str, Callable[[], str]]:
        return {
            "commit": lambda: self.hex(40),
            "short commit": lambda: self.hex(self.random.randint(7, 12)),
            "uuid": self.uid,
            "digest": lambda: f"sha256:{self.hex(64)}",
            "image": lambda: f"example.org/{self.small()}:v3.{self.number()}@sha256:{self.hex(64)}",
            "integrity": lambda: f"sha512-{self.words.base64(64)}",
            "run": lambda: f"runs:/{self.hex(32)}/model",
            "checksum": lambda: f"checksum/{self.small()}-secret-key: {self.hex(64)}",
            "subnet": lambda: f"subnet-{self.hex(17)}",
            "version": lambda: (
                f"v0.0.0-{self.number(20190101000000, 20261231235959)}-{self.hex(12)}"
            ),
        }

    def _names(self) -> Mapping[str, Callable[[], str]]:
        def pod() -> str:
            middle = self.words.of(POD, self.random.choice((9, 10)))
            return f"{self.small()}-{self.small()}-{middle}-{self.words.of(POD, 5)}"

        return {
            "pod": pod,
            "camel case": lambda: self.several(2, 6, " ").title().replace(" ", "") + self.number(),
            "numbered": lambda: "".join(
                self.word().capitalize() + self.number(1, 9) * self.random.randint(0, 1)
                for _ in range(self.random.randint(3, 6))
            ),
            "snake case": lambda: self.several(2, 7, "_").lower(),
            "kebab case": lambda: (
                f"{self.several(1, 4, '-').lower()}{self.number()}-{self.small()}"
            ),
            "path": lambda: f"{self.several(2, 7, '/')}.parquet",
            "partition": lambda: (
                f"s3://{self.small()}/dt=2026-08-{self.number(10, 28)}/{self.uid()}"
            ),
            "role": lambda: f"arn:aws:iam::{self.number(10**11, 10**12)}:role/{self.word()}",
            "link": lambda: f"https://{self.small()}.example.org/{self.several(1, 4, '/')}?q=1",
            "address": lambda: f"{self.word()}.{self.word()}@example.org",
        }

    def _texts(self) -> Mapping[str, Callable[[], str]]:
        return {
            "sentence": lambda: self.several(8, 16, " "),
            "time": lambda: f"2026-08-{self.number(10, 28)}T{self.number(10, 23)}:15:00Z",
            "text in base64": lambda: base64.b64encode(self.several(1, 5, "-").encode()).decode(),
            "expression": lambda: f'rate({self.small()}_total{{job="{self.word()}"}}[5m]) > 0.9',
        }

    def _references(self) -> Mapping[str, Callable[[], str]]:
        return {
            "reference": lambda: f"secretRef: {{name: {self.small()}, key: {self.small()}-token}}",
            "name of a secret": lambda: f"existingSecret: {self.small()}-credentials",
            "key of a secret": lambda: f"passwordKey: {self.small()}-password",
            "file": lambda: f"bearer_token_file: /etc/{self.word()}/token",
            "variable": lambda: f"password: ${{{self.word().upper()}}}",
            "switch": lambda: "automountServiceAccountToken: false",
        }
