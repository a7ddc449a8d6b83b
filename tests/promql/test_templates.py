"""Templates tell which labels they need and where their braces are torn."""

from __future__ import annotations

import pytest

from generator.promql import template_faults, template_labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("{{ $labels.model }} on {{$labels.job|title}}", {"model", "job"}),
        ("{{- .Labels.model -}}", {"model"}),
        ("{{ $.Labels.model }}", {"model"}),
        ('{{ index $labels "service.name" }}', {"service.name"}),
        ("{{ index .Labels `service.name` }}", {"service.name"}),
        ('{{ printf "%s $labels.no }} %s" $labels.yes .Value }}', {"yes"}),
        ("{{ if eq $labels.a $labels.b }}x{{ end }}", {"a", "b"}),
        ("{{ $value }} of {{ $externalLabels.cluster }} {{ .ExternalLabels.zone }}", set()),
        ("{{ range $i, $s := query `up` }}{{ $s.Labels.no }}{{ end }}", set()),
        ("{{/* $labels.no */}}", set()),
        ("$labels.no", set()),
    ],
)
def test_labels_of_a_template(text: str, labels: set[str]) -> None:
    """Only labels of the alert that an action reads count."""
    assert template_labels(text) == labels


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("plain { text }", ()),
        ('{{ "}}" }} {{ $labels.x }}', ()),
        ("a {{ $value", ("`{{` at character 3 is never closed",)),
        ("a $value }}", ("`}}` at character 10 is never opened",)),
        ("{{ $value {{ $value }}", ("`{{` at character 1 is never closed",)),
    ],
)
def test_faults_of_a_template(text: str, faults: tuple[str, ...]) -> None:
    """Each torn pair of braces is told with its place."""
    assert template_faults(text) == faults
