"""The labels of what we write."""

from __future__ import annotations

import yaml

from generator.document import OURS
from generator.spec.types import OUR_LABEL
from tests.support import shipped


def test_every_object_says_whose_it_is() -> None:
    """Whatever an emitter writes for the cluster carries our label, which no spec may set."""
    assert set(OURS) == {OUR_LABEL}
    texts = (
        each.body
        for each in shipped.build().documents
        if each.path.startswith(("base/", "overlays/", "argocd/")) and each.path.endswith(".yaml")
    )
    objects = [found for text in texts for found in yaml.safe_load_all(text) if "spec" in found]
    assert objects
    for found in objects:
        assert found["metadata"]["labels"].items() >= OURS.items(), found["metadata"]["name"]
