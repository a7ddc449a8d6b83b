"""No alert of Tempo pages: traces help to find a fault and never show one first."""

from generator.packs.tempo import alerts_storage, alerts_write

ALERTS = (*alerts_write.ALERTS, *alerts_storage.ALERTS)
