"""What a spec says of charts and profiles, and what is wrong with it: the code and the position."""

from __future__ import annotations

import pytest

from tests.stack import kps

HEAD_LINES = kps.platform(environments=kps.one()).count("\n")
CHART = "charts: {kube-prometheus-stack: {%s}}"


def found(text: str) -> list[tuple[str, int, int, str, str]]:
    """Each finding of the charts and profiles: code, line, column, value, fix."""
    _, diagnostics = kps.compiled(text)
    return [
        (each.code.id, each.origin.line, each.origin.column, each.value, each.fix)
        for each in diagnostics
        if each.code.id.startswith("K8S")
    ]


def of_charts(line: str) -> list[tuple[str, int, int, str, str]]:
    """The findings of one line at the end of a platform."""
    return found(kps.platform(line, environments=kps.one()))


def test_an_unknown_chart_is_told_with_the_nearest() -> None:
    """A misspelt chart is named where it stands."""
    assert of_charts("charts: {lokki: {version: 18.11.0}}") == [
        ("K8S601", HEAD_LINES + 1, 12, "lokki", "write loki")
    ]


def test_an_unknown_chart_like_no_other_is_told_with_all() -> None:
    """Nothing is near, so the fix lists what there is."""
    ((code, *_, fix),) = of_charts("charts: {zzzz: {version: 1.0.0}}")
    assert code == "K8S601"
    assert "kube-prometheus-stack, loki" in fix


@pytest.mark.parametrize("version", ["87.1.0", "89.0.0", "8.5.3"])
def test_a_major_that_nobody_checked_is_refused(version: str) -> None:
    """The position is that of the version, and the fix names the checked one."""
    ((code, line, column, value, fix),) = of_charts(CHART % f"version: {version}")
    assert (code, line, value) == ("K8S602", HEAD_LINES + 1, version)
    assert column == len("  charts: {kube-prometheus-stack: {version: ") + 1
    assert fix == "write 88.5.3, which was checked, or another 88.x"


def test_keys_of_an_unknown_major_are_not_judged() -> None:
    """One cause, one finding."""
    ((code, *_),) = of_charts(CHART % "version: 91.0.0, values: {nonsense: 1}")
    assert code == "K8S602"


@pytest.mark.parametrize(
    ("values", "key", "fix"),
    [
        ("prometheus: {prometheusSpec: {retenton: 9d}}", "retenton", "write retention"),
        ("kubeletz: {enabled: false}", "kubeletz", "write kubelet"),
        ("retentionSize: 9GB", "retentionSize", "write it as prometheus.prometheusSpec"),
        ("kube-state-metrics: 1", "kube-state-metrics", "write a mapping with some of: affinity"),
        ("prometheus: {prometheusSpec: {zzz: 1}}", "zzz", "add it to generator/packs/prometheus/"),
        ("grafana: {grafana.ino: {a: 1}}", "grafana.ino", "write grafana.ini"),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest(values: str, key: str, fix: str) -> None:
    """The position is that of the key, however deep, and the fix says what was meant."""
    line = CHART % f"values: {{{values}}}"
    ((code, row, column, value, told),) = of_charts(line)
    assert (code, row, value) == ("K8S603", HEAD_LINES + 1, key)
    assert column == line.index(key, len("charts: {kube-prometheus-stack: {values: {")) + 3
    assert fix in told


def test_known_values_win_over_ours() -> None:
    """Whatever a spec says of a chart is what Helm gets."""
    line = CHART % "values: {prometheus: {prometheusSpec: {exemplars: {maxSize: 7}}}}"
    values = kps.release("prod", line, environments=kps.one())
    assert values["prometheus"]["prometheusSpec"]["exemplars"]["maxSize"] == 7
    assert values["prometheus"]["prometheusSpec"]["retention"] == "30d"


@pytest.mark.parametrize(
    ("values", "key", "fix"),
    [
        ("prometheus: {prometheusSpec: {retention: 9d}}", "retention", "set metrics.retention, or"),
        ("alertmanager: {config: {route: {receiver: a}}}", "config", "change alerting, or"),
        ("alertmanager: {templateFiles: {../../x: a}}", "templateFiles", "take this out"),
        ("prometheus: {prometheusSpec: {ruleSelector: {matchLabels: {a: b}}}}", "ruleSelector", ""),
        ("prometheus: {prometheusSpec: {ruleSelector: {}}}", "ruleSelector", "change rules.labels"),
        ("prometheus: {prometheusSpec: {externalLabels: {cluster: a}}}", "cluster", ""),
        ("prometheus: {prometheusSpec: {externalLabels: null}}", "externalLabels", ""),
        ("grafana: {grafana.ini: {server: {root_url: a}}}", "root_url", "set grafana.host"),
        ("cleanPrometheusOperatorObjectNames: false", "cleanPrometheusOperatorObjectNames", ""),
        ("defaultRules: {create: true}", "create", "take this out"),
    ],
)
def test_a_value_that_was_worked_out_is_not_changed(values: str, key: str, fix: str) -> None:
    """What was proven is what runs; the position is that of the key, the fix what decides it."""
    line = CHART % f"values: {{{values}}}"
    ((code, row, column, value, said),) = of_charts(line)
    assert (code, row, value) == ("K8S608", HEAD_LINES + 1, key)
    assert column == line.index(f"{key}:") + 3
    assert fix in said


@pytest.mark.parametrize(
    "values",
    [
        "prometheus: {prometheusSpec: {externalLabels: {region: a}}}",
        "prometheus: {prometheusSpec: {externalLabels: {}}}",
        "prometheus: {prometheusSpec: {storageSpec: {volumeClaimTemplate: {metadata: {}}}}}",
        "grafana: {grafana.ini: {server: {domain: a}}}",
        "kube-state-metrics: {collectorsExtra: [secrets]}",
    ],
)
def test_what_stands_beside_a_worked_out_value_is_free(values: str) -> None:
    """Only what was proven is ours; the same mapping may have keys of the user."""
    assert of_charts(CHART % f"values: {{{values}}}") == []


def test_a_mapping_that_is_none_is_told_once() -> None:
    """What would hide a worked-out value is an unknown value first."""
    ((code, *_),) = of_charts(CHART % "values: {alertmanager: null}")
    assert code == "K8S603"


def test_an_environment_may_not_change_what_was_worked_out() -> None:
    """What an override says is reported in the override, once, with the harm."""
    override = ", overrides: {charts: {loki: {values: {loki: {auth_enabled: true}}}}}"
    _, (only,) = kps.compiled(kps.platform(environments=kps.one(more=override)))
    assert (only.code.id, only.value) == ("K8S608", "auth_enabled")
    assert only.origin.line == HEAD_LINES - kps.ALERTING.count("\n")
    assert only.message == (
        "loki.auth_enabled of loki is worked out from the spec, and this would win over it: "
        "nobody who sends or asks names a tenant, and all would be refused"
    )


def test_an_environment_is_judged_at_its_own_place() -> None:
    """What an override says is reported in the override, once."""
    override = ", overrides: {charts: {kube-prometheus-stack: {values: {kubeletz: {}}}}}"
    (each,) = found(kps.platform(environments=kps.one(more=override)))
    assert each[:2] == ("K8S603", HEAD_LINES - kps.ALERTING.count("\n"))
    assert each[3:] == ("kubeletz", "write kubelet")


@pytest.mark.parametrize(
    ("profile", "lines", "missing"),
    [
        ("small", (), ()),
        ("ha", ("metrics: {storage: 50Gi}",), ()),
        ("ha", (), ("metrics.storage",)),
        ("distributed", kps.FULL[2:], ()),
        ("distributed", kps.FULL[2:3], ("kafka",)),
        ("distributed", kps.FULL[3:], ("objectStore",)),
        ("distributed", (), ("kafka", "objectStore")),
        (
            "distributed",
            (kps.STORE.replace(", metrics: b-metrics", ""), kps.FULL[3]),
            ("objectStore.buckets.metrics",),
        ),
    ],
)
def test_a_profile_has_what_it_stands_on(
    profile: str, lines: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """Each missing store is told at the profile that needs it."""
    told = found(kps.platform(*lines, environments=kps.one(profile)))
    assert [each[0] for each in told] == ["K8S606"] * len(missing)
    assert all(each[3] == profile for each in told)
    assert sorted(each[4].split(" ")[1] for each in told) == sorted(missing)


def test_an_override_may_bring_what_a_profile_needs() -> None:
    """What holds is the platform's and the environment's together."""
    own = ", overrides: {metrics: {storage: 50Gi}}"
    assert found(kps.platform(environments=kps.one("ha", own))) == []
