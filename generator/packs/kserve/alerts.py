"""Every alert of the pack, in reading order."""

from generator.packs.kserve import alerts_controller, alerts_pods, alerts_scaling

ALERTS = (*alerts_pods.ALERTS, *alerts_scaling.ALERTS, *alerts_controller.ALERTS)
