"""What the DCGM exporter reports of GPUs.

It is scraped without honorLabels, so those of the workload arrive as exported_namespace and
exported_pod.
"""

from generator.catalog import counter, gauge

# Releases up to 4.5.3-4.8.2 write Hostname, later ones hostname.
GPU = ("gpu", "UUID", "pci_bus_id", "device", "modelName", "Hostname", "hostname")
GPU_USER = ("DCGM_FI_DRIVER_VERSION", "exported_namespace", "exported_pod", "exported_container")

GPUS = (
    gauge(
        "DCGM_FI_DEV_GPU_UTIL",
        *GPU,
        *GPU_USER,
        unit="percent",
        range=(0, 100),
        help="Share of time in which a GPU ran anything.",
    ),
    gauge(
        "DCGM_FI_DEV_GPU_TEMP",
        *GPU,
        *GPU_USER,
        unit="celsius",
        help="Temperature of a GPU.",
    ),
    gauge(
        "DCGM_FI_DEV_FB_USED",
        *GPU,
        *GPU_USER,
        unit="mebibytes",
        help="GPU memory in use.",
    ),
    gauge(
        "DCGM_FI_DEV_FB_FREE",
        *GPU,
        *GPU_USER,
        unit="mebibytes",
        help="GPU memory left.",
    ),
    gauge(
        "DCGM_FI_DEV_POWER_USAGE",
        *GPU,
        *GPU_USER,
        unit="watts",
        help="Power a GPU draws.",
    ),
    gauge(
        "DCGM_FI_DEV_XID_ERRORS",
        *GPU,
        *GPU_USER,
        "err_code",
        "err_msg",
        unit="code",
        help="Code of the last XID error, kept until the next; not a count.",
    ),
    gauge(
        "DCGM_FI_DEV_ROW_REMAP_FAILURE",
        *GPU,
        *GPU_USER,
        unit="bool",
        range=(0, 1),
        help="1 once a broken row of GPU memory could not be replaced.",
    ),
    counter(
        "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
        *GPU,
        *GPU_USER,
        unit="rows",
        help="Rows of GPU memory replaced after errors that could not be corrected.",
    ),
    counter(
        "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
        *GPU,
        *GPU_USER,
        unit="errors",
        help="Double-bit memory errors since the driver was loaded.",
        versions="off in the exporter's default list of counters",
    ),
)
