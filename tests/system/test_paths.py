"""Where everything lies, and who may look."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rakumap.core.errors import StoreError
from rakumap.system.paths import Paths

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_profile_holds_everything(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "shop")
    everything = [*paths.folders, paths.config, paths.store, paths.lock]
    assert all(path.is_relative_to(tmp_path / "shop") for path in everything)
    assert (paths.config.name, paths.store.name, paths.lock.name) == ("settings.toml", "rakumap.db", "store.lock")


def test_the_usual_places_are_in_the_home(isolated_home: Path) -> None:
    for paths in (Paths.of(None), Paths.demo()):
        assert all(folder.is_relative_to(isolated_home) for folder in paths.folders)


def test_the_sample_shop_has_a_profile_of_its_own(tmp_path: Path) -> None:
    usual, demo = Paths.of(None), Paths.demo()
    assert usual.data.parent == demo.data.parent
    assert not set(usual.folders) & set(demo.folders)
    assert Paths.demo(tmp_path) == Paths.of(tmp_path / "demo")


def test_a_relative_profile_and_a_home(isolated_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.of(Path("shop/../shop")).data == tmp_path / "shop"
    assert Paths.of(Path("~/shop")).data == isolated_home / "shop"


@posix
@pytest.mark.usefixtures("umask")
def test_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "new" / "shop")
    assert paths.ensure() == ()
    assert {mode(folder) for folder in (*paths.folders, tmp_path / "new")} == {0o700}
    Paths.of(None).ensure()
    assert {mode(folder) for folder in Paths.of(None).folders} == {0o700}


@posix
def test_folders_that_were_opened_are_closed_and_named(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "shop")
    paths.ensure()
    paths.backups.chmod(0o755)
    paths.data.chmod(0o750)
    assert set(paths.ensure()) == {paths.backups, paths.data}
    assert (mode(paths.backups), mode(paths.data)) == (0o700, 0o700)
    assert paths.ensure() == ()


@posix
def test_a_folder_of_someone_else_s_things_keeps_its_mode(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    (home / "letter.txt").write_text("private")
    paths = Paths.of(home)
    assert paths.ensure() == ()
    assert (mode(home), mode(paths.logs)) == (0o755, 0o700)


@posix
@pytest.mark.parametrize("name", ["", "logs", "backups"])
def test_a_link_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    if name:
        (tmp_path / "shop").mkdir()
    link = tmp_path / "shop" / name if name else tmp_path / "shop"
    link.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(StoreError) as caught:
        Paths.of(tmp_path / "shop").ensure()
    assert (caught.value.code, caught.value.values) == ("profile_symlink", {"path": str(link)})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("")
    for profile in (tmp_path / "shop", tmp_path / "shop" / "below"):
        with pytest.raises(StoreError, match="profile_not_folder"):
            Paths.of(profile).ensure()


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="becomes another user, which only root may")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_folder_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder)
        closed.chmod(0o755)
        child = os.fork()
        if child == 0:
            found = []
            try:
                os.setgid(65534)
                os.setuid(65534)
                for profile in (closed, closed / "below"):
                    try:
                        Paths.of(profile).ensure()
                    except StoreError as error:
                        found.append(error.code)
            finally:
                os._exit(0 if found == ["profile_readonly", "profile_readonly"] else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_what_a_killed_download_left_is_removed(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "shop")
    paths.ensure()
    old, new, held = paths.downloads / ".old.part", paths.downloads / "new.csv", paths.held / "held.csv"
    for path in (old, new, held):
        path.write_text("")
    for path in (old, held):
        os.utime(path, (0, 0))
    paths.ensure()
    assert [path.exists() for path in (old, new, held)] == [False, True, True]


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StoreError, match="disk_full"):
        Paths.of(tmp_path / "shop").ensure()
