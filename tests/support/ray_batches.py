"""How batches on Ray are run in tests."""

from __future__ import annotations

from govreport.batch.engines.child import WorkerSettings
from govreport.batch.run import Options

__all__ = ["OPTIONS", "SETTINGS"]

SETTINGS = WorkerSettings(memory=600 << 20, timeout=5, plugins=("support.hostile_reader",))

OPTIONS = Options(
    jobs=2, part_rows=5, memory=SETTINGS.memory, timeout=SETTINGS.timeout, plugins=SETTINGS.plugins
)
