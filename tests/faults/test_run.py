"""A run of a few seconds with a real worker process and no trouble: what the long runs rest on."""

from pathlib import Path

import pytest

from tests.faults.asked import Told
from tests.faults.checker import violations
from tests.faults.run import Plan, on_sqlite, run


# A process is started here, which on a busy machine takes its time.
@pytest.mark.timeout(300)
async def test_people_at_two_desks_are_told_the_truth_for_a_few_seconds(tmp_path: Path) -> None:
    outcome = await run(on_sqlite(tmp_path), Plan(seed=1, seconds=5.0, desks=2, rest=0.5, every=None), tmp_path)

    assert violations(outcome.evidence) == ()
    assert outcome.evidence.trails
    assert any(asked.told is Told.DONE for asked in outcome.evidence.asked)
    assert (outcome.starts, outcome.by_themselves) == (1, [])
