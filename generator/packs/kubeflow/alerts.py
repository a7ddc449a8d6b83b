"""Every alert of the pack, in reading order."""

from generator.packs.kubeflow import alerts_controllers, alerts_pipelines, alerts_training

ALERTS = (*alerts_pipelines.ALERTS, *alerts_training.ALERTS, *alerts_controllers.ALERTS)
