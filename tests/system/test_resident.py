"""A process that stays and answers questions."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job, Progress
from rakumap.system.resident import Resident

ANSWERS = """
import json, sys, time
for line in sys.stdin:
    question = json.loads(line)
    if question == "end":
        break
    if question == "wait":
        time.sleep(60)
    if question == "nonsense":
        print("no json", flush=True)
        continue
    print(json.dumps({"progress": {"phase": "suggesting", "done": 1, "total": 2}}), file=sys.stderr, flush=True)
    time.sleep(0.1)
    print(json.dumps({"echo": question}), flush=True)
"""


@pytest.fixture
def helper() -> Iterator[Resident]:
    helper = Resident(["-c", ANSWERS], command=[sys.executable])
    yield helper
    helper.end()


def test_it_answers_and_tells_how_far_it_is(helper: Resident) -> None:
    seen: list[Progress] = []
    assert not helper.is_there
    assert helper.ask([1, "é\n"], Job(seen.append)) == {"echo": [1, "é\n"]}
    child = helper._child
    assert helper.ask(2, Job(seen.append)) == {"echo": 2}
    assert helper._child is child, "it stays"
    assert seen[0] == Progress("suggesting", 1, 2)
    helper.end()
    assert not helper.is_there


def test_one_that_ended_is_started_anew(helper: Resident) -> None:
    assert helper.ask(1, Job()) == {"echo": 1}
    for bad in ("end", "nonsense"):
        with pytest.raises(StoreError) as caught:
            helper.ask(bad, Job())
        assert caught.value.code == "helper_ended"
        assert helper.ask(2, Job()) == {"echo": 2}


def test_cancelling_ends_it_within_a_second_or_two(helper: Resident) -> None:
    helper.ask(1, Job())
    job = Job()
    threading.Timer(0.2, job.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        helper.ask("wait", job)
    assert time.monotonic() - start < 20
    assert not helper.is_there


def test_one_that_cannot_start_says_so() -> None:
    with pytest.raises(StoreError) as caught:
        Resident([], command=["/nowhere/at/all"]).ask(1, Job())
    assert caught.value.code == "child_cannot_start"
