"""dev.py: what it decides, apart from what it installs."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev

LOCKS = sorted(dev.REQUIREMENTS.glob("*.txt"))


def requirement_blocks(lock: Path) -> list[str]:
    """Each requirement of a lock file with its continuation lines."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


# ---- lock files ------------------------------------------------------------------------------------------------------


def test_there_is_a_lock_file_for_each_purpose() -> None:
    assert [lock.stem for lock in LOCKS] == sorted(dev.COVERS)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_names_no_address_and_no_path(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|--trusted-host|@ |^-|/", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_requirement_is_pinned_and_hashed(lock: Path) -> None:
    blocks = requirement_blocks(lock)
    assert len(blocks) > 10
    for block in blocks:
        assert re.match(r"[a-z0-9.-]+==[^\s;]+( ;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", block), block[:80]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_keeps_off_the_pyside_that_aborts(lock: Path) -> None:
    assert re.search(r"^pyside6-essentials==(?!6\.12\.0\b)\d", lock.read_text(encoding="utf-8"), re.MULTILINE)


def test_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for block in requirement_blocks(lock):
            name, version = block.split()[0].split("==")
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_locks_hold_what_other_systems_need() -> None:
    dev_lock = (dev.REQUIREMENTS / "dev.txt").read_text(encoding="utf-8")
    assert re.search(r"^colorama==\S+ ; sys_platform == 'win32'", dev_lock, re.MULTILINE)
    run_lock = (dev.REQUIREMENTS / "run.txt").read_text(encoding="utf-8")
    assert re.search(r"^pysqlite3==\S+ ; .*sys_platform == 'win32'", run_lock, re.MULTILINE)


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {
        "run": project["project"]["dependencies"] + ["hatchling"],
        "dev": project["dependency-groups"]["dev"],
        "build": project["dependency-groups"]["build"],
    }
    for lock, requirements in declared.items():
        locked = {block.split("==")[0] for block in requirement_blocks(dev.REQUIREMENTS / f"{lock}.txt")}
        names = {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in requirements}
        assert names - locked == set(), lock


# ---- the stamp -------------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with lock files but nothing installed."""
    (tmp_path / "requirements").mkdir()
    for name in ("run", "dev", "build"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text('[build-system]\n[project]\nname = "x"\n[tool.ruff]\nline-length = 1\n')
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "REQUIREMENTS", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def commands(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The installing commands that would have run; making the virtual environment makes its python."""
    seen: list[list[str]] = []

    def record(command: Sequence[str | Path]) -> None:
        words = [str(word) for word in command]
        seen.append(words)
        if words[1:3] == ["-m", "venv"]:
            python = dev.Venv(Path(words[3])).python
            python.parent.mkdir(parents=True)
            python.touch()

    monkeypatch.setattr(dev, "must", record)
    return seen


def test_first_ensure_installs_with_hashes_and_second_does_nothing(checkout: Path, commands: list[list[str]]) -> None:
    venv = dev.Venv(checkout / ".venv")
    venv.ensure("run")
    made, packages, project = commands
    assert made == [sys.executable, "-m", "venv", str(venv.folder)]
    assert "--require-hashes" in packages
    assert packages[-1].endswith("run.txt")
    assert project[-2:] == ["--editable", str(checkout)]
    assert "--no-build-isolation" in project
    commands.clear()
    venv.ensure("run")
    assert commands == []


def test_the_test_packages_include_those_of_run_but_not_the_other_way(
    checkout: Path, commands: list[list[str]]
) -> None:
    venv = dev.Venv(checkout / ".venv")
    venv.ensure("dev")
    commands.clear()
    venv.ensure("run")
    assert commands == []
    (checkout / "requirements" / "dev.txt").write_text("dev==2\n")
    venv.ensure("run")
    assert commands == []
    venv.ensure("dev")
    assert len(commands) == 2


@pytest.mark.parametrize(
    ("change", "installs"),
    [
        ("requirements/run.txt", True),
        ("requirements/dev.txt", False),
        ("[project]", True),
        ("[tool.ruff]", False),
        ("stamp", True),
    ],
)
def test_what_makes_run_install_again(checkout: Path, commands: list[list[str]], change: str, installs: bool) -> None:
    venv = dev.Venv(checkout / ".venv")
    venv.ensure("run")
    commands.clear()
    pyproject = checkout / "pyproject.toml"
    if change == "stamp":
        venv.stamp.write_text('{"run"')
    elif change.startswith("["):
        pyproject.write_text(pyproject.read_text().replace(change, f"{change}\nadded = 1"))
    else:
        (checkout / change).write_text("other==1\n")
    venv.ensure("run")
    assert bool(commands) is installs


def test_an_interrupted_install_is_done_again(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = dev.Venv(checkout / ".venv")
    venv.ensure("run")
    (checkout / "requirements" / "run.txt").write_text("run==2\n")

    def interrupted(command: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "must", interrupted)
    with pytest.raises(KeyboardInterrupt):
        venv.ensure("run")
    # Going back to the old lock does not make the half-installed packages right.
    (checkout / "requirements" / "run.txt").write_text("run==1\n")
    assert not venv.has("run")


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout: Path, commands: list[list[str]]) -> None:
    dev.Venv(checkout / ".venv").ensure("run")
    (checkout / "moved").mkdir()
    (checkout / ".venv").rename(checkout / "moved" / ".venv")
    commands.clear()
    dev.Venv(checkout / "moved" / ".venv").ensure("run")
    assert commands[0][1:3] == ["-m", "venv"]


# ---- system libraries ------------------------------------------------------------------------------------------------

LDD = """\
/x/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007ffd2a7f2000)
\tlibQt6XcbQpa.so.6 => /x/PySide6/Qt/lib/libQt6XcbQpa.so.6 (0x00007f0c4a000000)
\tlibxcb-cursor.so.0 => not found
\tlibxcb-icccm.so.4 => not found
\tlibGL.so.1 => /lib/x86_64-linux-gnu/libGL.so.1 (0x00007f0c49c00000)
/x/PySide6/QtWidgets.abi3.so:
\tlibxcb-cursor.so.0 => not found
\tlibodd.so.7 => not found
"""


def test_missing_libraries_are_read_once_each() -> None:
    assert dev.parse_missing_libraries(LDD) == ["libxcb-cursor.so.0", "libxcb-icccm.so.4", "libodd.so.7"]
    assert dev.parse_missing_libraries("\tstatically linked\n") == []


def test_packages_for_missing_libraries_and_the_ones_nobody_knows() -> None:
    assert dev.packages_for(dev.parse_missing_libraries(LDD)) == (["libxcb-cursor0", "libxcb-icccm4"], ["libodd.so.7"])


@pytest.mark.skipif(sys.platform != "linux", reason="ldd")
def test_the_environment_of_this_test_lacks_nothing() -> None:
    site_packages = next(Path(folder) for folder in sys.path if (Path(folder) / "PySide6").is_dir())
    files = dev.qt_files(site_packages, "xcb")
    assert files
    assert all(file.exists() for file in files)
    assert dev.missing_libraries(files) == []


@pytest.mark.skipif(sys.platform != "linux", reason="ldd and apt")
def test_everything_that_is_missing_is_asked_for_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    answers = [["libEGL.so.1", "libxcb-cursor.so.0"], []]
    monkeypatch.setattr(dev, "missing_libraries", lambda files: answers.pop(0))
    monkeypatch.setattr(dev, "missing_packages", lambda packages: [name for name in packages if name == "xvfb"])
    monkeypatch.setattr(dev, "has_fonts", lambda: False)
    monkeypatch.setattr(dev, "has_apt", lambda: True)
    monkeypatch.setattr(dev, "install_packages", lambda packages, why: asked.append(list(packages)))
    dev.need_system(tmp_path, ["xcb"], dev.TEST_PACKAGES)
    assert asked == [["libegl1", "libxcb-cursor0", "xvfb", "fonts-dejavu-core"]]


@pytest.mark.skipif(sys.platform == "win32", reason="apt")
def test_without_root_it_says_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "has_apt", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Stop) as stop:
        dev.install_packages(["libxcb-cursor0", "libegl1", "libegl1"], "Qt needs libraries")
    assert str(stop.value).splitlines()[-1].strip() == (
        "sudo apt-get install --yes --no-install-recommends libegl1 libxcb-cursor0"
    )


def test_without_apt_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "has_apt", lambda: False)
    with pytest.raises(dev.Stop, match="libegl1"):
        dev.install_packages(["libegl1"], "Qt needs libraries")


# ---- arguments -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["demo"]),
        (["--"], ["demo"]),
        (["--help"], ["--help"]),
        (["--profile", "a b", "listings", "Shop", "--json"], ["--profile", "a b", "listings", "Shop", "--json"]),
        (["--", "search", "--", "-x"], ["search", "--", "-x"]),
    ],
)
def test_arguments_go_to_rakumap_unchanged(given: list[str], passed: list[str]) -> None:
    assert dev.rakumap_arguments(given) == passed


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["demo"], True),
        (["demo", "--no-window"], False),
        (["--profile", "demo"], True),
        (["--profile", "x", "demo"], True),
        (["--profile=x"], True),
        (["--store", "sqlite:///x", "refresh", "Shop"], False),
        (["listings", "demo"], False),
        (["--help"], False),
        (["demo", "--help"], False),
        (["--version"], False),
    ],
)
def test_which_commands_open_a_window(arguments: list[str], window: bool) -> None:
    assert dev.opens_window(arguments) is window


@pytest.mark.parametrize(
    ("env", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen:enable_fonts"}, "offscreen"),
    ],
)
def test_platform_of_the_window(env: dict[str, str], platform: str | None) -> None:
    assert dev.window_platform(env) == platform


@pytest.mark.parametrize(
    ("arguments", "looks"),
    [([], ["xcb"]), (["listings", "Shop"], []), (["demo", "--no-window"], [])],
)
def test_run_looks_for_libraries_only_for_a_window(
    arguments: list[str], looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    started: list[list[str]] = []
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(dev.Venv, "ensure", lambda self, lock: None)
    monkeypatch.setattr(dev, "need_system", lambda folder, platforms: looked.extend(platforms))

    def become(command: Sequence[str | Path]) -> int:
        started.append([str(word) for word in command])
        return 7

    monkeypatch.setattr(dev, "become", become)
    assert dev.main(["run", *arguments]) == 7
    assert looked == looks
    assert started[0][1:] == (arguments or ["demo"])
    assert Path(started[0][0]).stem == "rakumap"


def test_pytest_options_given_by_hand_come_last() -> None:
    command = dev.test_command(dev.main_venv(), ["-n", "0", "tests/core"])
    assert command[-3:] == ["-n", "0", "tests/core"]


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 0), (["--help"], 0), (["nonsense"], 2), (["check", "x"], 1), (["assets", "x"], 1)]
)
def test_exit_codes_of_the_command_line(arguments: list[str], code: int) -> None:
    result = subprocess.run([sys.executable, "dev.py", *arguments], cwd=dev.ROOT, capture_output=True, check=False)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr


def test_lock_commands_ask_for_hashes_and_write_no_address() -> None:
    for command in dev.lock_commands(Path("uv"), ["--upgrade"]):
        assert {"--generate-hashes", "--universal", "--no-emit-index-url", "--upgrade"} <= {str(w) for w in command}


# ---- generated files -------------------------------------------------------------------------------------------------


def test_stale_files_are_the_changed_the_missing_and_the_orphaned(checkout: Path) -> None:
    made_in, tree = checkout / "made", checkout
    made_in.mkdir()
    for name, text in {"same.py": "1", "changed.py": "new", "missing.py": "1"}.items():
        (made_in / name).write_text(text)
    for name, text in {"same.py": "1", "changed.py": "old", "orphan.py": "1"}.items():
        (tree / name).write_text(text)
    made = [Path("same.py"), Path("changed.py"), Path("missing.py")]
    there = [Path("same.py"), Path("changed.py"), Path("orphan.py")]
    assert dev.stale_files(made_in, made, there) == ["changed.py", "missing.py", "orphan.py"]


def test_generated_files_are_those_that_would_be_made() -> None:
    result = subprocess.run(
        [sys.executable, "dev.py", "assets", "--check"], cwd=dev.ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


# ---- what is released ------------------------------------------------------------------------------------------------


def test_two_builds_of_the_wheel_are_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for place in ("one", "two"):
        command = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "--target",
            "wheel",
            "--directory",
            str(tmp_path / place),
        ]
        subprocess.run(command, cwd=dev.ROOT, check=True, capture_output=True, timeout=120)
        (wheel,) = (tmp_path / place).glob("rakumap-*.whl")
        digests.add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_list_of_parts_is_made_of_the_lock() -> None:
    words = [str(word) for word in dev.parts_command(dev.Venv(Path("venv")))]
    assert words[1:3] == ["requirements", str(dev.REQUIREMENTS / "run.txt")]
    assert "--output-reproducible" in words
