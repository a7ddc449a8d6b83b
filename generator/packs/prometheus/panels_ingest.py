"""What comes in and what is kept: targets, samples, series, blocks."""

from dataclasses import replace

from generator.catalog.board import RATE, Panel, Query
from generator.catalog.panels import number_of, rate, value
from generator.catalog.ranked import highest
from generator.packs.prometheus.alerts_ingest import DOWN_RATIO
from generator.packs.prometheus.alerts_remote import LAG, LOST_RATIO
from generator.packs.prometheus.panels_rules import BY_NAME, HERE, LINES

# Of whatever is scraped, not of Prometheus alone; what is outside of Kubernetes has no namespace.
ANY = 'namespace=~"$namespace|"'
NAMED = 'label_replace({}, "{}", "{}", "", "")'  # by the labels that other lines have
ALL_JOBS = NAMED.format(NAMED.format(f"1 - avg(up{{{ANY}}})", "namespace", "all"), "job", "jobs")
DOWN_SHARE = f"1 - avg by (namespace, job) (up{{{ANY}}})"
COMPACTIONS = f"prometheus_tsdb_compactions_failed_total{{{HERE}}}"
CORRUPTIONS = f"prometheus_tsdb_wal_corruptions_total{{{HERE}}}"
LIMITED = f"prometheus_target_scrapes_exceeded_sample_limit_total{{{HERE}}}"
RELOADS = f"prometheus_tsdb_reloads_failures_total{{{HERE}}}"
NEWEST = f"prometheus_remote_storage_queue_highest_timestamp_seconds{{{HERE}}}"
SENT = f"prometheus_remote_storage_queue_highest_sent_timestamp_seconds{{{HERE}}}"

OF_REMOTE = "sum by (remote_name)"
REMOTE_FAILED = (
    f"{OF_REMOTE} (rate(prometheus_remote_storage_samples_failed_total{{{HERE}}}[{RATE}]))"
)
TAKEN = f"{OF_REMOTE} (rate(prometheus_remote_storage_samples_total{{{HERE}}}[{RATE}]))"

TARGETS_DOWN = number_of(
    "Targets down",
    "Targets of any job that do not answer: what they report is missing. Targets without a "
    "namespace are counted too.",
    f"up{{{ANY}}} == 0",
    "PrometheusTargetDown",
)
SERIES = value(
    BY_NAME["prometheus_tsdb_head_series"],
    "Series in memory",
    "pod",
    where=HERE,
    description=(
        "Series that each Prometheus holds in memory; memory grows with them. A jump comes from a "
        "label with ever new values: look for the job that grew."
    ),
    low=0,
)
DOWN = Panel(
    title="Targets that are down, by job",
    description=(
        f"The share of a job's targets that do not answer: the {LINES} worst of those that had one "
        "down in the time shown, and all jobs together."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            # Among jobs that were never down, topk would choose at random.
            f"(({DOWN_SHARE}) and topk({LINES}, max_over_time(({DOWN_SHARE})"
            "[$__range:$__interval] @ end()) > 0)) "
            f"or {ALL_JOBS}",
            "{{namespace}} {{job}}",
        ),
    ),
    low=0,
    high=1,
    alerts=("PrometheusTargetDown",),
).bounded(DOWN_RATIO, "most")
LARGEST = Panel(
    title="Samples per scrape, by job",
    description=(
        f"What all targets of a job give in one round; the {LINES} largest jobs. This is what "
        "storage and memory are spent on."
    ),
    unit="samples",
    queries=(
        Query("A", highest(f"sum by (job) (scrape_samples_scraped{{{ANY}}})", LINES), "{{job}}"),
    ),
    low=0,
    alerts=("PrometheusSampleLimitExceeded",),
)
SLOWEST = Panel(
    title="Slowest scrapes, by job",
    description=(
        f"How long the slowest target of a job took to answer; the {LINES} slowest. A scrape that "
        "takes longer than its timeout is thrown away, and the target counts as down."
    ),
    unit="seconds",
    queries=(
        Query("A", highest(f"max by (job) (scrape_duration_seconds{{{ANY}}})", LINES), "{{job}}"),
    ),
    low=0,
    alerts=("PrometheusTargetDown",),
)
SAMPLES = rate(
    BY_NAME["prometheus_tsdb_head_samples_appended_total"],
    "Samples stored",
    "pod",
    where=HERE,
    description="Samples that each Prometheus stores: what is scraped, and what rules record.",
)
REFUSED = Panel(
    title="Scrapes over their limit",
    description=(
        "Scrapes within an hour that were thrown away whole because a target gave more samples "
        "than its limit. The page of targets in Prometheus names it."
    ),
    unit="scrapes",
    queries=(Query("A", f"sum by (pod) (increase({LIMITED}[1h]))", "{{pod}}"),),
    low=0,
    alerts=("PrometheusSampleLimitExceeded",),
)
BLOCKS = value(
    BY_NAME["prometheus_tsdb_storage_blocks_bytes"],
    "Blocks on disk",
    "pod",
    where=HERE,
    description=(
        "What is kept on disk, without the log of the newest hours. At the dashed line, where one "
        "is set, the oldest is deleted before its time."
    ),
    low=0,
).joined(f"max(prometheus_tsdb_retention_limit_bytes{{{HERE}}} > 0)", "limit", limit=True)
AGE = f"time() - (prometheus_tsdb_lowest_timestamp_seconds{{{HERE}}} < time())"
REACH = Panel(
    title="How far back it reaches",
    description=(
        "The age of the oldest sample. If it stays below the retention of the spec, the bound on "
        "the size deletes first: windows of objectives that reach further are wrong."
    ),
    unit="seconds",
    queries=(
        Query(
            "A",
            f"max by (pod) ({AGE})",
            "{{pod}}",
        ),
    ),
    low=0,
)
STORAGE = Panel(
    title="Storage that fails",
    description=(
        "Failures to compact blocks or to load them again, and corruptions of the write-ahead "
        "log, within an hour. Anything above nought means a full or a broken disk."
    ),
    unit="count",
    queries=(
        Query("A", f"sum(increase({COMPACTIONS}[1h]))", "compactions"),
        Query("B", f"sum(increase({RELOADS}[1h]))", "reloads"),
        Query("C", f"sum(increase({CORRUPTIONS}[1h]))", "corruptions"),
    ),
    low=0,
    alerts=("PrometheusStorageFailing",),
)
REMOTE = Panel(
    title="Remote storage is behind",
    description=(
        "How much older the newest sample at the remote is than the newest here. After about two "
        "hours samples are lost. Empty where nothing is sent to a remote."
    ),
    unit="seconds",
    queries=(Query("A", f"max by (remote_name) ({NEWEST} - ({SENT} > 0))", "{{remote_name}}"),),
    width=6,
    low=0,
    alerts=("PrometheusRemoteWriteBehind",),
).bounded(LAG, "most")
LOST = Panel(
    title="Samples a remote refuses",
    description=(
        "The share of samples that a remote refused for good. They are not sent again: long-term "
        "data has holes. Empty where nothing is sent to a remote."
    ),
    unit="ratio",
    queries=(Query("A", f"{REMOTE_FAILED} / ({REMOTE_FAILED} + {TAKEN} > 0)", "{{remote_name}}"),),
    width=6,
    low=0,
    alerts=("PrometheusRemoteWriteFailing",),
).bounded(LOST_RATIO, "most")

LARGEST_HEAD = value(
    BY_NAME["prometheus_tsdb_head_series"],
    SERIES.title,
    where=HERE,
    description=f"{SERIES.description} This is the largest of them.",
)
SHORTEST = replace(
    REACH,
    description=f"{REACH.description} This is the shortest.",
    queries=(Query("A", f"min({AGE})"),),
)
