"""The life of a report run: the lock and who may take it over, the force stamp, held reports, Automation Logs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rakumap.core import schedule
from rakumap.core.errors import RuleRefused
from rakumap.core.model import REPORT_EVENT, Outcome
from rakumap.core.schedule import ForceStamp
from rakumap.store.merge import Difference, ReportStaging
from rakumap.store.runs import SILENT, ReportFileFacts, Result
from tests.store.shop import Shop, row

T0 = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DIFFERENCE = Difference(rows=1, live_before=100, total=1, new=0, changed=0, gone=99, sku_changed=0, problems=2,
                        lost=(("A", "Tea Towel"), ("B", "Ä")))  # fmt: skip


def begin(shop: Shop, now: datetime = T0, trigger: str = "scheduled") -> int:
    return shop.runs.begin(shop.channel, trigger, "host:1", now)


def facts(shop: Shop, time: datetime | None = T0) -> ReportFileFacts:
    return ReportFileFacts(shop.folder / "held.csv", "report ü.csv", time, "abc")


def test_a_run_goes_on_until_it_ends(shop: Shop) -> None:
    run = shop.runs.begin(shop.channel, "forced", "host:1", T0, reason="other: because")
    one = shop.queries.run(run)
    assert (one.outcome, one.ended_at, one.seconds) == (Outcome.RUNNING, None, None)
    assert (one.channel, one.event, one.trigger, one.reason) == (
        "Rakuten UK",
        REPORT_EVENT,
        "forced",
        "other: because",
    )
    shop.runs.end(run, shop.channel, T0 + 3 * SECOND, Result(Outcome.FAILED, code="channel_slow", values={"host": "h"}))
    one = shop.queries.run(run)
    assert (one.outcome, one.seconds, one.code, one.values) == (Outcome.FAILED, 3, "channel_slow", {"host": "h"})


def test_a_second_run_of_the_channel_is_refused_while_the_first_lives(shop: Shop) -> None:
    run = begin(shop)
    with pytest.raises(RuleRefused, match="run_running"):
        begin(shop, T0 + SILENT - SECOND)
    shop.runs.heartbeat(run, T0 + 50 * SECOND)
    with pytest.raises(RuleRefused, match="run_running"):
        begin(shop, T0 + SILENT + 40 * SECOND)
    assert len(shop.queries.runs()) == 1


def test_channels_do_not_wait_for_each_other(shop: Shop) -> None:
    other, _ = shop.catalog.add_channel("report-file", "Other", {})
    begin(shop)
    assert shop.runs.begin(other, "scheduled", "host:2", T0)


def test_after_the_end_the_next_one_may_begin(shop: Shop) -> None:
    shop.runs.end(begin(shop), shop.channel, T0, Result(Outcome.UNCHANGED))
    assert begin(shop, T0 + SECOND)


def test_a_run_that_went_silent_is_taken_over_and_closed_as_interrupted(shop: Shop) -> None:
    first = begin(shop)
    second = begin(shop, T0 + SILENT)
    one = shop.queries.run(first)
    assert (one.outcome, one.code, one.ended_at) == (Outcome.INTERRUPTED, "run_interrupted", T0 + SILENT)
    with pytest.raises(RuleRefused, match="run_lost"):
        shop.runs.heartbeat(first, T0 + SILENT + SECOND)
    shop.runs.heartbeat(second, T0 + SILENT + SECOND)
    shop.runs.end(first, shop.channel, T0 + 2 * SILENT, Result(Outcome.FAILED, code="channel_slow"))
    assert shop.queries.run(first).outcome is Outcome.INTERRUPTED
    with pytest.raises(RuleRefused, match="run_running"):
        begin(shop, T0 + SILENT + 2 * SECOND)


def test_a_run_from_the_future_is_taken_over_too(shop: Shop) -> None:
    begin(shop, T0 + timedelta(days=1))
    assert begin(shop, T0)


def test_a_small_step_of_the_clock_back_takes_nothing_over(shop: Shop) -> None:
    begin(shop, T0)
    with pytest.raises(RuleRefused, match="run_running"):
        begin(shop, T0 - 30 * SECOND)


def test_a_run_that_lost_its_lock_cannot_hold_a_report(shop: Shop) -> None:
    first = begin(shop)
    begin(shop, T0 + SILENT)
    with pytest.raises(RuleRefused, match="run_lost"):
        shop.runs.hold(first, shop.channel, DIFFERENCE, facts(shop), "held_lost")
    assert shop.queries.held(shop.channel) is None


def test_a_refused_attempt_is_one_line_of_the_log_and_nothing_else(shop: Shop) -> None:
    before = shop.dump()
    until = T0 + timedelta(hours=4)
    run = shop.runs.log_refused(shop.channel, "forced", T0, "force_too_soon", {"until": until}, "missing")
    (one,) = shop.queries.runs()
    assert one.id == run
    assert (one.outcome, one.code, one.values, one.reason) == (
        Outcome.REFUSED,
        "force_too_soon",
        {"until": str(until)},
        "missing",
    )
    assert (one.started_at, one.seconds, one.event) == (T0, 0, REPORT_EVENT)
    assert shop.dump() == before
    assert begin(shop)


# force ----------------------------------------------------------------------------------------------------------------


def test_the_force_stamp_is_kept_and_given_back(shop: Shop) -> None:
    assert shop.queries.force_stamp(shop.channel) is None
    stamp = ForceStamp(T0, 12345.678, "boot")
    shop.runs.stamp_force(shop.channel, stamp)
    shop.reopen()
    assert shop.queries.force_stamp(shop.channel) == stamp
    assert shop.queries.channel(shop.channel).forced_at == T0
    shop.runs.stamp_force(shop.channel, None)
    assert shop.queries.force_stamp(shop.channel) is None


def test_the_force_stamp_of_a_machine_without_boot_id(shop: Shop) -> None:
    shop.runs.stamp_force(shop.channel, ForceStamp(T0, 0.0004, ""))
    assert shop.queries.force_stamp(shop.channel) == ForceStamp(T0, 0.0, "")


# held -----------------------------------------------------------------------------------------------------------------


def test_a_held_report_waits_across_restarts(shop: Shop) -> None:
    shop.report(row("A", "1"))
    run = begin(shop)
    shop.runs.hold(run, shop.channel, DIFFERENCE, facts(shop), "held_lost")
    shop.reopen()
    held = shop.queries.held(shop.channel)
    assert held is not None
    assert (held.channel_id, held.run_id, held.difference) == (shop.channel, run, DIFFERENCE)
    assert held.file == facts(shop)
    one = shop.queries.run(run)
    assert (one.outcome, one.code, one.gone, one.total) == (Outcome.HELD, "held_lost", 99, 1)
    assert one.values == {"lost": "99", "previous": "100"}
    assert begin(shop, T0 + SECOND)


def test_a_report_without_a_time_can_be_held(shop: Shop) -> None:
    shop.runs.hold(begin(shop), shop.channel, DIFFERENCE, facts(shop, None), "held_empty")
    held = shop.queries.held(shop.channel)
    assert held is not None
    assert held.file.time is None


def test_the_newest_held_report_takes_the_place_of_the_old(shop: Shop) -> None:
    for _ in range(2):
        run = begin(shop)
        shop.runs.hold(run, shop.channel, DIFFERENCE, facts(shop), "held_lost")
    held = shop.queries.held(shop.channel)
    assert held is not None
    assert held.run_id == run


def test_discarding_a_held_report_forgets_it_and_is_history(shop: Shop) -> None:
    shop.runs.hold(begin(shop), shop.channel, DIFFERENCE, facts(shop), "held_lost")
    applied = shop.runs.discard_held(shop.channel, "mark")
    assert shop.queries.held(shop.channel) is None
    entry = shop.queries.history(1)[0]
    assert (entry.id, entry.action, entry.by, entry.undoable) == (applied.entry, "held_discarded", "person", False)
    assert applied.everything
    assert shop.queries.discarded(shop.channel) == "mark"
    shop.report(row("A", "1"))
    assert shop.queries.discarded(shop.channel) is None


def test_an_accepted_report_is_merged_and_history_says_who_wanted_it(shop: Shop) -> None:
    shop.runs.hold(begin(shop), shop.channel, DIFFERENCE, facts(shop), "held_lost")
    run = begin(shop, T0 + SECOND, "accepted")
    with shop.database.staging() as staging:
        report = ReportStaging(staging, shop.channel)
        list(report.add(shop.staged([row("A", "1")])))
        difference = report.compare()
        shop.runs.merge(run, shop.channel, report, difference, facts(shop), read_with="utf-8", accepted=True)
    assert [one.action for one in shop.queries.history(2)] == ["held_accepted", "report"]
    assert shop.queries.held(shop.channel) is None
    assert shop.queries.read_with(shop.channel) == "utf-8"


def test_a_clock_that_was_set_back_is_remembered(shop: Shop) -> None:
    assert shop.queries.clock_anchor(shop.channel) is None
    shop.runs.anchor_clock(shop.channel, T0)
    shop.reopen()
    assert shop.queries.clock_anchor(shop.channel) == T0


# what the merge remembers ---------------------------------------------------------------------------------------------


def test_a_merged_report_is_remembered(shop: Shop) -> None:
    run = begin(shop)
    with shop.database.staging() as staging:
        report = ReportStaging(staging, shop.channel)
        list(report.add(shop.staged([row("A", "1")])))
        file = ReportFileFacts(Path("r.csv"), "r.csv", T0, "fingerprint")
        shop.runs.merge(run, shop.channel, report, report.compare(), file)
    one = shop.queries.channel(shop.channel)
    assert (one.report_time, one.report_fingerprint) == (T0, "fingerprint")
    assert shop.sql("SELECT count(*) FROM run_lock") == [(0,)]


# Automation Logs ------------------------------------------------------------------------------------------------------


def test_the_log_is_newest_first_and_can_be_narrowed(shop: Shop) -> None:
    other, _ = shop.catalog.add_channel("report-file", "Other", {})
    for n in range(3):
        shop.runs.end(begin(shop, T0 + n * SECOND), shop.channel, T0 + n * SECOND, Result(Outcome.DONE))
    shop.runs.log_refused(other, "forced", T0 + 5 * SECOND, "channel_disabled", {}, None)
    assert [one.started_at - T0 for one in shop.queries.runs()] == [n * SECOND for n in (5, 2, 1, 0)]
    assert [one.channel for one in shop.queries.runs(limit=2)] == ["Other", "Rakuten UK"]
    assert len(shop.queries.runs(key=shop.channel)) == 3
    assert len(shop.queries.runs(since=T0 + SECOND)) == 3
    assert len(shop.queries.runs(event=REPORT_EVENT)) == 4
    assert shop.queries.runs(event="OTHER") == []


# what the schedule follows from ---------------------------------------------------------------------------------------


def test_a_channel_that_never_ran(shop: Shop) -> None:
    state = shop.queries.schedule_state(shop.channel, T0)
    assert (state.enabled_at, state.attempted_at, state.failures, state.running) == (None, None, 0, False)
    shop.catalog.change_channel(shop.channel, enabled=True)
    assert shop.queries.schedule_state(shop.channel).enabled_at is not None


def test_failures_in_a_row_are_counted(shop: Shop) -> None:
    for n, outcome in enumerate((Outcome.FAILED, Outcome.DONE, Outcome.FAILED, Outcome.FAILED)):
        shop.runs.end(begin(shop, T0 + n * SECOND), shop.channel, T0 + n * SECOND, Result(outcome))
    state = shop.queries.schedule_state(shop.channel, T0 + 9 * SECOND)
    assert (state.failures, state.attempted_at, state.ended_at) == (2, T0 + 3 * SECOND, T0 + 3 * SECOND)


def test_forced_runs_do_not_stand_in_for_scheduled_ones(shop: Shop) -> None:
    shop.runs.end(begin(shop, T0, "forced"), shop.channel, T0, Result(Outcome.FAILED))
    state = shop.queries.schedule_state(shop.channel, T0)
    assert (state.attempted_at, state.failures) == (None, 0)


def test_retry_after_is_remembered(shop: Shop) -> None:
    until = T0 + timedelta(minutes=7)
    result = Result(Outcome.FAILED, code="channel_throttled", values={"not_before": until})
    shop.runs.end(begin(shop), shop.channel, T0, result)
    assert shop.queries.schedule_state(shop.channel, T0).not_before == until


def test_a_running_run_is_running_whoever_started_it(shop: Shop) -> None:
    run = begin(shop, T0, "forced")
    assert shop.queries.schedule_state(shop.channel, T0 + SECOND).running
    shop.runs.end(run, shop.channel, T0 + SECOND, Result(Outcome.DONE))
    assert not shop.queries.schedule_state(shop.channel, T0 + SECOND).running


def test_a_run_that_died_does_not_stop_the_schedule_and_is_tried_again(shop: Shop) -> None:
    shop.catalog.change_channel(shop.channel, enabled=True)
    since = shop.queries.channel(shop.channel).enabled_at
    assert since is not None
    run = begin(shop, since)
    shop.runs.heartbeat(run, since + SECOND)
    now = since + SECOND + SILENT
    assert shop.queries.schedule_state(shop.channel, now - SECOND).running
    state = shop.queries.schedule_state(shop.channel, now)
    assert (state.running, state.failures, state.ended_at) == (False, 1, since + SECOND)
    assert schedule.due(state, now)
    assert begin(shop, now)
