"""What Prometheus says of itself, and ``up``, which it records of every target."""

from generator.catalog import counter, gauge

_RULES = (
    counter(
        "prometheus_rule_evaluation_failures_total",
        "rule_group",
        unit="evaluations",
        help="Rule evaluations that ended in an error; the group's series start at 0.",
    ),
    counter(
        "prometheus_rule_evaluations_total",
        "rule_group",
        unit="evaluations",
        help="Rule evaluations, failed ones included.",
    ),
    counter(
        "prometheus_rule_group_iterations_missed_total",
        "rule_group",
        unit="iterations",
        help="Evaluations of a group that were skipped because the one before was still running.",
    ),
    gauge(
        "prometheus_rule_group_last_duration_seconds",
        "rule_group",
        unit="seconds",
        help="How long the last evaluation of a group took.",
    ),
    gauge(
        "prometheus_rule_group_interval_seconds",
        "rule_group",
        unit="seconds",
        help="How often a group should be evaluated.",
    ),
    gauge(
        "prometheus_rule_group_last_evaluation_timestamp_seconds",
        "rule_group",
        unit="timestamp",
        help="When a group was last evaluated.",
    ),
)
_DELIVERY = (
    gauge(
        "prometheus_config_last_reload_successful",
        unit="bool",
        range=(0, 1),
        help="1 while the running configuration is the one on disk.",
    ),
    gauge(
        "prometheus_config_last_reload_success_timestamp_seconds",
        unit="timestamp",
        help="When a configuration was last taken.",
    ),
    gauge(
        "prometheus_notifications_alertmanagers_discovered",
        unit="alertmanagers",
        help="Alertmanagers that alerts are sent to.",
    ),
    counter(
        "prometheus_notifications_sent_total",
        "alertmanager",
        unit="alerts",
        help="Alerts handed to an Alertmanager; older releases count failed attempts too.",
    ),
    counter(
        "prometheus_notifications_errors_total",
        "alertmanager",
        unit="alerts",
        help="Alerts that an Alertmanager did not take.",
    ),
    counter(
        "prometheus_notifications_dropped_total",
        "alertmanager",
        unit="alerts",
        help="Alerts given up on; older releases have one series for all.",
    ),
)
_INGEST = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    gauge(
        "scrape_samples_scraped",
        unit="samples",
        help="Samples in the last scrape of a target, those thrown away included.",
    ),
    gauge(
        "scrape_duration_seconds",
        unit="seconds",
        help="How long the last scrape of a target took.",
    ),
    counter(
        "prometheus_tsdb_head_samples_appended_total",
        "type",
        unit="samples",
        help="Samples stored, scraped and recorded ones.",
    ),
    counter(
        "prometheus_target_scrapes_exceeded_sample_limit_total",
        unit="scrapes",
        help="Scrapes thrown away whole because the target gave more samples than it may.",
    ),
    gauge(
        "prometheus_tsdb_head_series",
        unit="series",
        help="Series held in memory.",
    ),
    gauge(
        "prometheus_tsdb_storage_blocks_bytes",
        unit="bytes",
        help="Size of the blocks on disk, without the write-ahead log.",
    ),
    gauge(
        "prometheus_tsdb_retention_limit_bytes",
        unit="bytes",
        help="Size at which the oldest blocks are deleted; 0 without such a bound.",
    ),
    gauge(
        "prometheus_tsdb_lowest_timestamp_seconds",
        unit="timestamp",
        help="Time of the oldest sample; far in the future while there is none.",
    ),
    counter(
        "prometheus_tsdb_wal_corruptions_total",
        unit="corruptions",
        help="Corruptions met in the write-ahead log; most are met while it is replayed at start.",
    ),
    counter(
        "prometheus_tsdb_compactions_failed_total",
        unit="compactions",
        help="Compactions of the local storage that failed.",
    ),
    counter(
        "prometheus_tsdb_reloads_failures_total",
        unit="reloads",
        help="Failures to load the blocks on disk again.",
    ),
    gauge(
        "prometheus_remote_storage_queue_highest_timestamp_seconds",
        "remote_name",
        "url",
        unit="timestamp",
        help="Time of the newest sample in the queue of a remote.",
        versions=">=3.8",
    ),
    gauge(
        "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
        "remote_name",
        "url",
        unit="timestamp",
        help="Time of the newest sample that a remote took; 0 before the first.",
    ),
    counter(
        "prometheus_remote_storage_samples_total",
        "remote_name",
        "url",
        unit="samples",
        help="Samples sent to a remote.",
    ),
    counter(
        "prometheus_remote_storage_samples_failed_total",
        "remote_name",
        "url",
        unit="samples",
        help="Samples lost because a remote refused them for good.",
    ),
)

METRICS = (*_RULES, *_DELIVERY, *_INGEST)
