"""Report runs on a real store: how each one ends, what it changes, and what it leaves alone."""

from __future__ import annotations

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rakumap.channels.connector import FetchedReport
from rakumap.channels.report_file import ReportFile
from rakumap.core.errors import Cancelled, ChannelError, Exit, StoreError, UserError
from rakumap.core.job import Job, Progress
from rakumap.core.model import ForceReason, Outcome
from rakumap.services.sync import SyncResult, watch
from rakumap.store.runs import Runs
from tests.servers.faults import FaultServer
from tests.services.shop import HALF_HOUR, HEADER, Shop, many, opened, rows, sync_of


def due(shop: Shop, job: Job | None = None) -> SyncResult:
    """The run of the next half hour."""
    shop.clock.to_next_half_hour()
    return shop.sync.refresh(shop.channel.id, job or Job())


def forced(shop: Shop) -> SyncResult:
    """A forced run, now."""
    return shop.sync.force(shop.channel.id, Job(), ForceReason.OTHER, "because")


def outcomes(shop: Shop) -> list[Outcome]:
    """How the runs ended, oldest first."""
    return [run.outcome for run in reversed(shop.services.queries.runs())]


# ---- how a run ends --------------------------------------------------------------------------------------------------


def test_a_report_brings_listings(shop: Shop) -> None:
    shop.write(rows("A", "B"))
    result = due(shop)
    assert result.outcome is Outcome.DONE
    assert result.error is None
    assert result.run is not None
    assert (result.run.total, result.run.new, result.run.changed, result.run.gone) == (2, 2, 0, 0)
    assert shop.skus() == ["A", "B"]


def test_changes_are_counted_and_links_kept(shop: Shop) -> None:
    shop.write(rows("A", "B", "C"))
    due(shop)
    shop.items("A", "B", "C")
    for sku in ("A", "B", "C"):
        shop.link(sku)
    changed = ["id-A,A2,Title A,5,no,9.99,GBP,,,,", *rows("B", quantity=7), *rows("D")]
    shop.write(changed)
    run = due(shop).run
    assert run is not None
    assert (run.total, run.new, run.changed, run.gone, run.sku_changed) == (3, 1, 2, 1, 1)
    assert (run.linked, run.unlinked, run.links_kept, run.problems) == (2, 1, 2, 0)
    assert shop.skus("is:sku_changed") == ["A2"]
    shop.write(rows("A", "B", "C"))
    due(shop)
    assert [row.linked_to for row in shop.listings()] == ["A", "B", "C"]


def test_the_same_file_again_is_unchanged(shop: Shop) -> None:
    shop.write(rows("A"))
    due(shop)
    result = due(shop)
    assert result.outcome is Outcome.UNCHANGED
    assert result.run is not None
    assert result.run.code == "report_same"


def test_an_older_report_is_ignored(shop: Shop) -> None:
    shop.write(rows("A", "B"))
    due(shop)
    shop.write(rows("A"))
    os.utime(shop.report, (1_600_000_000, 1_600_000_000))
    result = due(shop)
    assert result.outcome is Outcome.UNCHANGED
    assert result.run is not None
    assert result.run.code == "report_older"
    assert shop.skus() == ["A", "B"]


def test_a_report_that_is_read_in_another_way_is_read_anew(shop: Shop) -> None:
    shop.write(["1,A,Red mug,Blue mug"], header="listing_id,sku,title,other")
    due(shop)
    assert shop.listings()[0].title == "Red mug"
    shop.services.channels.configure(shop.channel.id, settings={**shop.channel.settings, "map.title": "other"})
    assert due(shop).outcome is Outcome.DONE
    assert shop.listings()[0].title == "Blue mug"
    assert due(shop).outcome is Outcome.UNCHANGED
    shop.services.mapping.undo()
    assert due(shop).outcome is Outcome.DONE
    assert shop.listings()[0].title == "Red mug"


def test_a_place_for_quantities_does_not_read_the_report_anew(shop: Shop, tmp_path: Path) -> None:
    shop.write(rows("A"))
    due(shop)
    settings = {**shop.channel.settings, "outbox": str(tmp_path)}
    shop.services.channels.configure(shop.channel.id, settings=settings)
    assert due(shop).outcome is Outcome.UNCHANGED


def test_another_file_may_be_older(shop: Shop, tmp_path: Path) -> None:
    shop.write(rows("A"))
    due(shop)
    other = tmp_path / "other.csv"
    other.write_text(f"{HEADER}\n{rows('B')[0]}\n", encoding="utf-8")
    os.utime(other, (1_600_000_000, 1_600_000_000))
    shop.services.channels.configure(shop.channel.id, settings={"path": str(other)})
    assert due(shop).outcome is Outcome.DONE
    assert shop.skus() == ["B"]


# ---- failures of the channel -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "report_empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "report_html"),
        (b"colour,size\nred,5\n", "columns_missing"),
        (b"sku,quantity\nA,5\n", "columns_missing"),
        (b'sku,title\nA,"never closed\nB,x\n', "file_bad_quotes"),
        (b"%PDF-1.4 nonsense", "file_not_table"),
    ],
)
def test_an_unusable_report_changes_nothing(shop: Shop, content: bytes, code: str) -> None:
    shop.write(rows("A"))
    due(shop)
    shop.report.write_bytes(content)
    result = due(shop)
    assert result.outcome is Outcome.FAILED
    assert isinstance(result.error, ChannelError)
    assert result.error.code == code
    assert result.error.exit is Exit.CHANNEL
    assert result.run is not None
    assert result.run.code == code
    assert shop.skus() == ["A"]
    assert list(shop.services.paths.downloads.iterdir()) == []


def test_a_missing_report(shop: Shop) -> None:
    result = due(shop)
    assert result.error is not None
    assert result.error.code == "report_missing"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nothing", "channel_not_found"),
        ("/html", "report_html"),
        ("/short", "channel_cut"),
        ("/gzip-cut", "report_damaged"),
        ("/gzip-bomb", "report_bomb"),
    ],
)
def test_a_server_that_misbehaves(shop: Shop, path: str, code: str) -> None:
    with FaultServer() as server:
        shop.services.channels.configure(shop.channel.id, settings={"path": server.url(path)})
        result = due(shop)
    assert result.outcome is Outcome.FAILED
    assert result.error is not None
    assert result.error.code == code
    assert shop.services.queries.runs()[0].ended_at is not None


def test_a_report_from_a_server(shop: Shop) -> None:
    with FaultServer() as server:
        shop.services.channels.configure(shop.channel.id, settings={"path": server.url("/ok")})
        assert due(shop).outcome is Outcome.DONE
        assert shop.skus() == ["A-1", "B-2"]
        assert due(shop).outcome is Outcome.UNCHANGED


def test_a_failed_run_is_tried_again_before_the_next_half_hour(shop: Shop) -> None:
    assert due(shop).outcome is Outcome.FAILED
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.NOT_DUE
    shop.clock.wait(timedelta(minutes=1, seconds=5))
    shop.write(rows("A"))
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.DONE


def test_rows_that_cannot_be_used_are_problems(shop: Shop) -> None:
    shop.write([*rows("A"), "id-A,A,again,1,no,,,,,,", ",,neither,1,no,,,,,,", "id-C,C,bad,many,no,,,,,,"])
    run = due(shop).run
    assert run is not None
    assert run.outcome is Outcome.DONE
    assert run.total == 2
    assert run.problems == 3
    assert [(one.line, one.code) for one in shop.services.queries.problems(shop.channel.id)] == [
        (3, "repeated_id"),
        (4, "no_identity"),
        (5, "bad_quantity"),
    ]


# ---- held reports ----------------------------------------------------------------------------------------------------


def held(shop: Shop) -> SyncResult:
    """A report that loses 60 of 100 listings."""
    shop.write(rows(*many(100)))
    due(shop)
    shop.write(rows(*many(40)))
    result = due(shop)
    assert result.outcome is Outcome.HELD
    return result


def test_a_report_that_loses_too_much_waits(shop: Shop) -> None:
    result = held(shop)
    assert result.error is not None
    assert result.error.exit is Exit.RULE
    assert result.error.code == "held_lost"
    assert len(shop.listings()) == 100
    status = shop.sync.status(shop.channel.id)
    assert status.held is not None
    assert status.held.file.path.exists()
    assert (status.held.difference.gone, status.held.difference.live_before) == (60, 100)
    assert due(shop).outcome is Outcome.HELD, "it waits, however often it comes"


def test_it_waits_across_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        held(shop)
        shop.report.unlink()
    with opened(tmp_path) as shop:
        assert shop.sync.accept_held(shop.channel.id, Job()).outcome is Outcome.DONE
        assert len(shop.listings()) == 40


def test_accepting_makes_the_rest_gone(shop: Shop) -> None:
    held(shop)
    waiting = shop.sync.status(shop.channel.id).held
    assert waiting is not None
    result = shop.sync.accept_held(shop.channel.id, Job())
    assert result.outcome is Outcome.DONE
    assert result.run is not None
    assert (result.run.gone, result.run.total) == (60, 40)
    assert len(shop.listings("is:gone")) == 60
    assert not waiting.file.path.exists()
    assert shop.sync.status(shop.channel.id).held is None
    assert "held_accepted" in [entry.action for entry in shop.services.queries.history()]
    assert due(shop).outcome is Outcome.UNCHANGED


def test_discarding_changes_nothing_and_is_remembered(shop: Shop) -> None:
    held(shop)
    waiting = shop.sync.status(shop.channel.id).held
    assert waiting is not None
    shop.sync.discard_held(shop.channel.id)
    assert not waiting.file.path.exists()
    assert shop.services.queries.history()[0].action == "held_discarded"
    result = due(shop)
    assert result.outcome is Outcome.UNCHANGED
    assert result.run is not None
    assert result.run.code == "report_discarded"
    assert len(shop.listings()) == 100
    shop.write(rows(*many(41)))
    assert due(shop).outcome is Outcome.HELD, "another report has to be decided on anew"


def test_a_newer_report_takes_the_place_of_a_held_one(shop: Shop) -> None:
    held(shop)
    waiting = shop.sync.status(shop.channel.id).held
    assert waiting is not None
    shop.write(rows(*many(99)))
    assert due(shop).outcome is Outcome.DONE
    assert shop.sync.status(shop.channel.id).held is None
    assert not waiting.file.path.exists()


def test_an_empty_report_waits_only_where_there_were_listings(shop: Shop) -> None:
    shop.write([])
    assert due(shop).outcome is Outcome.FAILED
    shop.write(rows("A"))
    due(shop)
    shop.write([])
    result = due(shop)
    assert result.outcome is Outcome.HELD
    assert result.error is not None
    assert result.error.code == "held_empty"


def test_nothing_held_nothing_to_decide(shop: Shop) -> None:
    with pytest.raises(UserError, match="nothing_held"):
        shop.sync.discard_held(shop.channel.id)
    with pytest.raises(UserError, match="nothing_held"):
        shop.sync.accept_held(shop.channel.id, Job())


# ---- the schedule ----------------------------------------------------------------------------------------------------


def test_a_newly_enabled_channel_waits_for_the_half_hour(shop: Shop) -> None:
    shop.write(rows("A"))
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.NOT_DUE
    assert shop.sync.due() == []
    assert outcomes(shop) == []
    shop.clock.to_next_half_hour()
    assert [one.name for one in shop.sync.due()] == [shop.channel.name]


def test_several_missed_half_hours_make_one_run(shop: Shop) -> None:
    shop.write(rows("A"))
    shop.clock.wait(timedelta(days=2))
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.DONE
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.NOT_DUE
    assert outcomes(shop) == [Outcome.DONE]


def test_a_forced_run_does_not_stand_in_for_a_half_hour(shop: Shop) -> None:
    shop.write(rows("A"))
    shop.clock.wait(timedelta(minutes=31))
    assert forced(shop).outcome is Outcome.DONE
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.UNCHANGED


def test_the_notice_stands_in_the_last_five_minutes(shop: Shop) -> None:
    shop.clock.to_next_half_hour()
    assert shop.sync.status(shop.channel.id).notice is None
    shop.clock.wait(timedelta(minutes=26))
    assert shop.sync.status(shop.channel.id).notice == 4


def test_a_clock_set_back_delays_by_half_an_hour_at_most_and_makes_one_run_a_tick(shop: Shop) -> None:
    shop.write(rows("A"))
    shop.clock.wait(timedelta(hours=3))
    assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.DONE
    shop.clock.at -= timedelta(hours=8)
    ran = 0
    for _ in range(12 * 4):
        shop.clock.wait(timedelta(minutes=5))
        ran += shop.sync.refresh(shop.channel.id, Job()).outcome is not Outcome.NOT_DUE
    assert ran in (7, 8), "by the minute of the half hour that the test begins in"


def test_a_disabled_channel_is_not_fetched(shop: Shop) -> None:
    shop.write(rows("A"))
    shop.services.channels.enable(shop.channel.id, False)
    shop.clock.wait(HALF_HOUR)
    result = shop.sync.refresh(shop.channel.id, Job())
    assert result.outcome is Outcome.REFUSED
    assert result.error is not None
    assert result.error.code == "channel_disabled"
    assert shop.sync.due() == []
    assert shop.sync.status(shop.channel.id).next_due is None


# ---- Force Mapping Refresh -------------------------------------------------------------------------------------------


def test_force_once_in_four_hours(shop: Shop) -> None:
    shop.write(rows("A"))
    assert forced(shop).outcome is Outcome.DONE
    shop.clock.wait(timedelta(hours=3, minutes=59, seconds=59))
    refused = forced(shop)
    assert refused.outcome is Outcome.REFUSED
    assert refused.error is not None
    assert refused.error.code == "force_too_soon"
    shop.clock.wait(timedelta(seconds=1))
    assert forced(shop).outcome is Outcome.UNCHANGED
    assert forced(shop).outcome is Outcome.REFUSED


def test_a_refused_force_writes_one_line_and_nothing_else(shop: Shop) -> None:
    shop.write(rows("A"))
    forced(shop)
    channel, history = shop.channel, shop.services.queries.history()
    shop.write(rows("A", "B"))
    forced(shop)
    assert shop.channel == channel
    assert shop.services.queries.history() == history
    assert shop.skus() == ["A"]
    runs = shop.services.queries.runs()
    assert [run.outcome for run in runs] == [Outcome.REFUSED, Outcome.DONE]
    assert runs[0].reason == "other: because"
    assert runs[0].event == "RAKUTEN_MAPPING_SYNC"


@pytest.mark.parametrize("hours", [-30, 30])
def test_setting_the_clock_does_not_get_round_the_four_hours(shop: Shop, hours: int) -> None:
    shop.write(rows("A"))
    forced(shop)
    shop.clock.at += timedelta(hours=hours)
    assert forced(shop).outcome is Outcome.REFUSED
    shop.clock.wait(timedelta(hours=4))
    assert forced(shop).outcome is Outcome.UNCHANGED


def test_force_needs_an_enabled_channel(shop: Shop) -> None:
    shop.services.channels.enable(shop.channel.id, False)
    result = forced(shop)
    assert result.outcome is Outcome.REFUSED
    assert result.error is not None
    assert result.error.code == "channel_disabled"
    shop.services.channels.enable(shop.channel.id, True)
    shop.write(rows("A"))
    assert forced(shop).outcome is Outcome.DONE


@pytest.mark.parametrize("content", [None, b"", b"<html>log in</html>", b"a,b\n1,2\n"])
def test_force_is_given_back_when_no_usable_report_came(shop: Shop, content: bytes | None) -> None:
    if content is not None:
        shop.report.write_bytes(content)
    assert forced(shop).outcome is Outcome.FAILED
    assert shop.sync.status(shop.channel.id).force_from is None
    shop.write(rows("A"))
    assert forced(shop).outcome is Outcome.DONE


def test_a_held_report_uses_the_four_hours(shop: Shop) -> None:
    shop.write(rows(*many(100)))
    due(shop)
    shop.write(rows(*many(40)))
    assert forced(shop).outcome is Outcome.HELD
    assert forced(shop).outcome is Outcome.REFUSED


def test_the_time_is_committed_before_the_request(shop: Shop) -> None:
    shop.write(rows("A"))
    seen: list[bool] = []

    def look(_: Progress) -> None:
        seen.append(shop.services.queries.force_stamp(shop.channel.id) is not None)

    shop.sync.force(shop.channel.id, Job(look), ForceReason.MISSING)
    assert seen
    assert all(seen)


# ---- running, cancelled, interrupted ---------------------------------------------------------------------------------


def test_one_run_at_a_time(shop: Shop) -> None:
    shop.write(rows("A"))
    runs = Runs(shop.services.database)
    run_id = runs.begin(shop.channel.id, "scheduled", "someone", shop.clock.now())
    shop.clock.wait(timedelta(seconds=30))
    for result in (forced(shop), shop.sync.refresh(shop.channel.id, Job())):
        assert result.outcome is Outcome.RUNNING
    assert shop.sync.status(shop.channel.id).running
    assert outcomes(shop) == [Outcome.RUNNING]
    shop.clock.wait(timedelta(seconds=31))
    assert not shop.sync.status(shop.channel.id).running
    assert forced(shop).outcome is Outcome.DONE, "a run that is silent for a minute has died"
    assert shop.services.queries.run(run_id).outcome is Outcome.INTERRUPTED


def test_a_run_that_died_is_taken_over_by_the_schedule(shop: Shop) -> None:
    shop.write(rows("A"))
    Runs(shop.services.database).begin(shop.channel.id, "scheduled", "someone", shop.clock.now())
    shop.clock.wait(timedelta(seconds=61))  # the next half hour may be nearer than a run needs to count as dead
    assert due(shop).outcome is Outcome.DONE
    assert outcomes(shop) == [Outcome.INTERRUPTED, Outcome.DONE]


def test_a_run_goes_on_beating_after_the_store_was_busy(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rakumap.services.running.HEARTBEAT", 0.01)
    beats, enough = list[int](), threading.Event()
    beat = Runs.heartbeat

    def busy_at_first(self: Runs, run_id: int, now: datetime) -> None:
        beats.append(run_id)
        if len(beats) < 3:
            raise StoreError("store_busy", path="")
        enough.set()
        beat(self, run_id, now)

    def patient(self: ReportFile, job: Job, folder: Path) -> FetchedReport:
        assert enough.wait(30)
        return fetch(self, job, folder)

    monkeypatch.setattr(Runs, "heartbeat", busy_at_first)
    fetch = ReportFile.fetch_report
    monkeypatch.setattr(ReportFile, "fetch_report", patient)
    shop.write(rows("A"))
    assert shop.sync.fetch_now(shop.channel.id, Job()).outcome is Outcome.DONE


def test_cancelling_changes_nothing(shop: Shop) -> None:
    shop.write(rows("A"))

    def stop(progress: Progress) -> None:
        if progress.phase == "comparing":
            job.cancel()

    job = Job(stop)
    result = due(shop, job)
    assert result.outcome is Outcome.CANCELLED
    assert shop.listings() == []
    assert outcomes(shop) == [Outcome.CANCELLED]
    assert list(shop.services.paths.downloads.iterdir()) == []


def test_cancelling_a_server_that_hangs(shop: Shop) -> None:
    with FaultServer() as server:
        shop.services.channels.configure(shop.channel.id, settings={"path": server.url("/hang")})
        job = Job()
        timer = threading.Timer(0.3, job.cancel)
        timer.start()
        assert due(shop, job).outcome is Outcome.CANCELLED
        timer.join()


def test_a_fault_of_ours_leaves_an_end_in_the_log(shop: Shop) -> None:
    shop.write(rows("A"))

    def fail(progress: Progress) -> None:
        if progress.phase == "merging":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        due(shop, Job(fail))
    assert outcomes(shop) == [Outcome.FAILED]
    assert shop.services.queries.runs()[0].code == "run_broke"
    assert due(shop).outcome is Outcome.DONE


# ---- watch -----------------------------------------------------------------------------------------------------------


def test_watch_runs_what_is_due_until_cancelled(shop: Shop) -> None:
    shop.write(rows("A"))
    shop.clock.to_next_half_hour()
    job = Job()
    seen: list[SyncResult] = []

    def told(result: SyncResult) -> None:
        seen.append(result)
        job.cancel()

    with pytest.raises(Cancelled):
        watch(shop.sync, job, told, every=0.01)
    assert [one.outcome for one in seen] == [Outcome.DONE]


def test_watch_goes_on_when_the_store_is_busy(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job()
    troubles: list[str] = []
    answers = iter([StoreError("store_busy"), StoreError("store_busy"), None, StoreError("store_damaged")])

    def nothing_due() -> list[object]:
        error = next(answers)
        if error is not None:
            raise error
        return []

    monkeypatch.setattr(shop.sync, "due", nothing_due)
    with pytest.raises(StoreError, match="store_damaged"):
        watch(shop.sync, job, lambda _: None, trouble=lambda error: troubles.append(error.code), every=0.001)
    assert troubles == ["store_busy"], "said once, until it is over"


def test_two_services_on_one_store_see_each_other(shop: Shop) -> None:
    shop.write(rows("A"))
    other = sync_of(shop.services, shop.clock)
    results: list[SyncResult] = []

    def meanwhile(progress: Progress) -> None:
        if progress.phase == "comparing" and not results:
            results.append(other.force(shop.channel.id, Job(), ForceReason.OTHER))

    assert due(shop, Job(meanwhile)).outcome is Outcome.DONE
    assert [one.outcome for one in results] == [Outcome.RUNNING]


def test_a_channel_that_asks_for_time_is_given_it(tmp_path: Path) -> None:
    with FaultServer() as server, opened(tmp_path, {"path": server.url("/429-day")}) as shop:
        result = due(shop)
        assert result.outcome is Outcome.FAILED
        state = shop.services.queries.schedule_state(shop.channel.id)
        assert state.not_before == shop.clock.now() + HALF_HOUR  # a day was asked, half an hour is the most
        shop.clock.wait(timedelta(minutes=20))  # without the request the first retry would be due by now
        assert shop.sync.refresh(shop.channel.id, Job()).outcome is Outcome.NOT_DUE
