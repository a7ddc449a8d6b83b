"""Where images and data lie: forms that leave no room for a password."""

from __future__ import annotations

import re
from typing import Annotated

from generator.spec.types import PORT, matching, typed

IMAGE = re.compile(
    rf"(?:[a-z0-9.\-]+(?::{PORT})?/)?[a-z0-9]+(?:[._/\-]+[a-z0-9]+)*"
    r"(?::(?!latest(?:@|$))[A-Za-z0-9_][A-Za-z0-9_.\-]{0,127}(?:@sha256:[0-9a-f]{64})?"
    r"|@sha256:[0-9a-f]{64})"
)
FOLDER = re.compile(r"(?:/[A-Za-z0-9_=\-][A-Za-z0-9._=\-]*)+/?")
# An address of a store holds no colon but that of its scheme: there is no room for a password.
IN_STORE = r"(?:s3|gs|gcs|abfss?)://[A-Za-z0-9][A-Za-z0-9._@=%/\-]*(?:\?[A-Za-z0-9._=%&/\-]*)?"
STORED = re.compile(IN_STORE)
DATA = re.compile(rf"{IN_STORE}|{FOLDER.pattern}")

Image = Annotated[
    str,
    matching(
        IMAGE,
        "an image has a tag other than latest, or a digest: else nobody knows what runs",
        "write it like registry.example.org/watchkeeper-exporters:0.1.0",
    ),
    typed("string", "registry.example.org/watchkeeper-exporters:0.1.0", IMAGE),
]
Folder = Annotated[
    str,
    matching(FOLDER, "a folder is a path from the root", "write it like /data"),
    typed("string", "/data", FOLDER),
]
Stored = Annotated[
    str,
    matching(
        STORED,
        "a place in an object store begins with s3://, gs:// or abfs://, and holds no password",
        "write it like s3://example-bucket/drift",
    ),
    typed("string", "s3://example-bucket/drift", STORED),
]
Data = Annotated[
    str,
    matching(
        DATA,
        "Parquet files are at s3://, gs://, abfs://, or at a path from the root; no password here",
        "write it like s3://example-bucket/churn/reference.parquet",
    ),
    typed("string", "s3://example-bucket/churn/reference.parquet", DATA),
]
