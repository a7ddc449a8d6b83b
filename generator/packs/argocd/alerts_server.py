"""Alerts on Argo CD itself. They are tickets: what was deployed goes on without it."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

INFO = "argocd_app_info"
CLUSTER = "argocd_cluster_connection_status"
FETCHES = "argocd_git_fetch_fail_total"


def _up(pod: str) -> str:
    return f'up{{job="argocd",pod="{pod}"}}'


def _info(job: str) -> str:
    return f'{INFO}{{job="{job}",name="scoring",project="ml",sync_status="Synced"}}'


def _cluster(server: str, more: str = "") -> str:
    return f'{CLUSTER}{{job="argocd",server="{server}"{more}}}'


def _fetches(repo: str, revision: str = "main") -> str:
    return f'{FETCHES}{{job="argocd",repo="https://git/{repo}",revision="{revision}"}}'


DOWN = Alert(
    name="ArgocdDown",
    expr="""
      max by (job) (up{job="argocd"}) == 0 or absent(up{job="argocd"})
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Argo CD does not answer",
    description=(
        "No part of Argo CD answers, or none is scraped. Nothing that is merged is deployed, and "
        "nothing that drifts is put right."
    ),
    cases=(
        fires(
            "two parts are down, then gone, while others answer",
            {"job": "argocd"},
            at="10m",
            series={
                _up("server"): "0x4 stale",
                _up("controller"): "0x4 stale",
                'up{job="loki",pod="loki-0"}': "1x20",
            },
        ),
        quiet(
            "one part answers, but for nine minutes",
            until="20m",
            series={
                _up("server"): "1x4 0x8 1x20",
                _up("controller"): "0x30",
                'up{job="other",pod="o-0"}': "0x30",
            },
        ),
    ),
)

# Applications are reported by the controller alone, and there is always the one that brought us.
CONTROLLER = Alert(
    name="ArgocdControllerAbsent",
    expr=f"""
      absent({INFO}{{job="argocd"}})
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="Argo CD reports no Application",
    description=(
        "No Application is reported: the application controller is down, is not scraped, or every "
        "Application was deleted. Nothing is deployed or put right."
    ),
    cases=(
        fires(
            "the controller is gone, five minutes until its last sample is stale; others are fine",
            {"job": "argocd"},
            at="24m",
            series={
                _up("server"): "1x40",
                _info("argocd"): "1x4",
                _info("argocd-of-others"): "1x40",
            },
        ),
        quiet(
            "a controller that restarts is back before the quarter of an hour is over",
            until="35m",
            series={_info("argocd"): "1x4 _x18 1x30"},
        ),
    ),
)

CLUSTER_LOST = Alert(
    name="ArgocdClusterUnreachable",
    expr=f"""
      max by (server) ({CLUSTER}{{job="argocd"}}) == 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Argo CD does not reach {{ $labels.server }}",
    description=(
        "Argo CD does not reach the cluster {{ $labels.server }}: nothing is deployed there, and "
        "the state of its Applications is unknown."
    ),
    cases=(
        fires(
            "one of two clusters",
            {"server": "https://east"},
            at="10m",
            series={
                _cluster("https://east"): "0x20",
                _cluster("https://west"): "1x20",
                _cluster("https://west", ',pod="c-1"'): "0x20",
                f'{CLUSTER}{{job="other",server="https://north"}}': "0x20",
            },
        ),
        quiet(
            "nine minutes of a lost connection",
            until="25m",
            series={_cluster("https://east"): "1x4 0x8 1x20"},
        ),
    ),
)

# The first failure makes the series and is not seen; one that matters happens again, as every
# reconciliation fetches once more.
FETCH = Alert(
    name="ArgocdRepoFetchFailing",
    expr=f"""
      sum by (repo) (increase({FETCHES}{{job="argocd"}}[15m])) > 0
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="Argo CD cannot fetch {{ $labels.repo }}",
    description=(
        "{{ $value | humanize }} fetches of {{ $labels.repo }} failed in 15 minutes. What is "
        "merged there is not deployed."
    ),
    cases=(
        fires(
            "a fetch fails every twelve minutes; a series is born with the first failure",
            {"repo": "https://git/ml"},
            {"repo": "https://git/born"},
            at="20m",
            series={
                _fetches("ml"): "0x4 1x11 2x11 3x20",
                _fetches("born"): "_x4 1+1x40",
                _fetches("once"): "0x4 1x40",
                _fetches("shop"): "4x40",
                _fetches("others").replace('job="argocd"', 'job="other"'): "0+1x40",
            },
        ),
        quiet(
            "one failure, and a revision that was asked for once",
            until="35m",
            series={
                _fetches("ml"): "0x4 1x40",
                _fetches("web"): "0x50",
                _fetches("web", "typo"): "_x5 1x40",
            },
        ),
    ),
)

ALERTS = (DOWN, CONTROLLER, CLUSTER_LOST, FETCH)
