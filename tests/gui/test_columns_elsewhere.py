"""The columns of a big channel are made by another process, and the window takes them over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rakumap.bootstrap import open_services
from rakumap.core.errors import Cancelled, StoreError
from rakumap.core.job import Job
from rakumap.gui.child_run import make_columns
from rakumap.system.paths import Paths
from tests.cli.program import Program

BIG = 20_000


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    report = folder / "report.csv"
    report.write_text("listing_id,sku,title\n" + "".join(f"{n},S{n},Mug {n}\n" for n in range(BIG)), encoding="utf-8")
    program = Program(folder / "profile")
    arguments = ["--kind", "report-file", "--name", "-Big-", "--set", f"path={report}", "--enable"]
    program.inside("channel", "add", *arguments)
    program.inside("refresh", "--force", "--", "-Big-")
    return folder / "profile"


def folders(profile: Path) -> list[str]:
    return [one.name for one in profile.iterdir() if ".columns-" in one.name]


def test_another_process_makes_them_and_this_one_takes_them(profile: Path) -> None:
    for name in folders(profile):
        shutil.rmtree(profile / name)
    with open_services(Paths.of(profile)) as services:
        channel = services.queries.channels()[0].id
        assert not services.queries.prepare(channel, kept_only=True)
        seen: list[str] = []
        make_columns(services, channel, Job(lambda progress: seen.append(progress.phase)))
        made = folders(profile)
        assert len(made) == 1
        assert seen
        assert services.queries.prepare(channel, kept_only=True)
        assert services.queries.is_prepared(channel)
        assert folders(profile) == made
        assert services.queries.counts(channel).total == BIG


def test_the_command_says_what_it_did(profile: Path, tmp_path: Path) -> None:
    assert Program(profile).inside("prepare", "--json", "--", "-Big-").json == {"channel": "-Big-", "prepared": True}
    small = Program(tmp_path / "small")
    small.inside("channel", "add", "--kind", "report-file", "--name", "Small", "--set", "path=x.csv")
    assert small.json("prepare", "Small") == {"channel": "Small", "prepared": False}
    assert folders(tmp_path / "small") == []


def test_a_process_that_cannot_start_is_no_error_and_one_that_is_cancelled_ends(profile: Path) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise StoreError("child_cannot_start", reason="")

    with open_services(Paths.of(profile)) as services:
        channel = services.queries.channels()[0].id
        make_columns(services, channel, Job(), cannot)  # type: ignore[arg-type]
        job = Job()
        job.cancel()
        with pytest.raises(Cancelled):
            make_columns(services, channel, job)
