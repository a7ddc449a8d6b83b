"""The beginnings of the examples that codes carry."""

from __future__ import annotations

HEAD = "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: example}\n"


def model(*lines: str) -> str:
    """A valid model with some lines more in its ``spec``."""
    start = HEAD + "spec:\n  owner: ml-risk\n  tier: 1\n  task: ranking\n"
    return start + "".join(f"  {line}\n" for line in lines)


PLATFORM = """\
apiVersion: watchkeeper/v1
kind: Platform
metadata: {{name: example}}
spec:
  owner: ml-risk
  runbooks: https://example.org
  environments:
    - {{name: prod, cluster: prod{environment}}}
  alerting:
    receivers:
      - {{name: pager, type: pagerduty, secretRef: {{name: receivers, key: pager}}}}
      - {{name: chat, type: slack, channel: "#chat", secretRef: {{name: receivers, key: chat}}}}
"""


def platform(*lines: str, environment: str = "") -> str:
    """A valid platform with some lines more in its ``spec``, and more in its environment."""
    start = PLATFORM.format(environment=f", {environment}" if environment else "")
    return start + "".join(f"  {line}\n" for line in lines)


def drifting(drift: str, *jobs: str) -> str:
    """A valid platform that runs drift jobs, and a model with what it says of drift."""
    setting = ", ".join(("results: s3://example-drift/results", *jobs))
    image = "images: {exporters: 'registry.example.org/watchkeeper-exporters:0.1.0'}"
    return f"{platform(f'drift: {{{setting}}}', image)}---\n{model(f'drift: {{{drift}}}')}"
