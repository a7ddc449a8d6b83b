"""One alert for all addresses. It pages nobody: what a service's own metrics show does."""

from generator.catalog import Alert, AlertSeverity, fires, quiet


def _asked(system: str, host: str, job: str = "blackbox") -> str:
    return f'probe_success{{job="{job}",system="{system}",instance="http://{host}/health"}}'


UNREACHABLE = Alert(
    name="EndpointUnreachable",
    expr="""
      max by (system, instance) (probe_success{job="blackbox"}) == 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.system }} does not answer at {{ $labels.instance }}",
    description=(
        "For ten minutes {{ $labels.instance }} has not answered with a status of 2xx, so whoever "
        "uses {{ $labels.system }} gets no answer either."
    ),
    cases=(
        fires(
            "one address of two fails",
            {"system": "mlflow", "instance": "http://mlflow/health"},
            at="12m",
            series={
                _asked("mlflow", "mlflow"): "1x1 0x20",
                _asked("mlflow", "other"): "1x30",
                _asked("airflow", "airflow"): "1x30",
            },
        ),
        quiet(
            "an answer after nine minutes; another job's probes; nothing is asked",
            until="25m",
            series={
                _asked("mlflow", "mlflow"): "0x9 1 0x9 1x20",
                _asked("airflow", "airflow", job="theirs"): "0x30",
            },
        ),
        quiet("no probe at all", until="20m", series={}),
    ),
)

ALERTS = (UNREACHABLE,)
