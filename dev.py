#!/usr/bin/env python3
"""Run, test, check and build rakumap from a checkout: `python3 dev.py COMMAND`. Standard library only.

The first call makes `.venv` beside this file and installs the locked packages into it; later calls see from a stamp
that nothing changed and start at once.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

USAGE = """\
usage: python3 dev.py COMMAND [ARGS]

  run [ARGS]      start rakumap with ARGS; without ARGS, on the bundled sample shop (rakumap demo)
  test [ARGS]     run all tests; ARGS go to pytest
  check           style, types, the direction of imports and what bandit finds
  assets          make the generated forms, resources and translations again (--check: only compare)
  shots           take the pictures in docs/images
  bench [NAME]    measure the program beside plain yardsticks and write docs/benchmarks.md; NAME is one of merge, import,
                  filter, search, start, table, memory, growth, peers, matching, all (--rows N: one size; --help: more)
  faults [NAME]   try to break what the program promises, for long, and say how often it was tried; NAME is one of orders,
                  all (--count N, --seed S, --jobs J, --write: into docs/reliability.md; --help: more)
  sandbox [ARGS]  start a stand-in for every channel, with a shop of 2,000 listings, and say how to connect (--help: more)
  build           make the app folder in dist/ with PyInstaller, and beside it the list of its parts (an SBOM)
  lock [ARGS]     make the lock files again (--upgrade: with the newest versions)
  setup           only install what the tests need
"""

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)

#: A lock, and the locks whose packages it holds too.
COVERS: Mapping[str, tuple[str, ...]] = {"run": ("run",), "dev": ("run", "dev"), "build": ("run", "build")}

#: Debian package of each library that Qt needs from the system (found one by one on a bare Debian 12).
LIBRARY_PACKAGES: Mapping[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_PACKAGE = "fonts-dejavu-core"

#: What the tests use beside Qt's libraries: a screen, a clock that can be set, and fonts for pictures and Japanese.
TEST_PACKAGES = ("xvfb", "faketime", "fonts-dejavu-core", "fonts-ipafont-gothic", "fonts-inter", "libxtst6")

#: Options of rakumap that stand before the command and take a value.
OPTIONS_WITH_VALUE = ("--profile", "--store")

#: Tells pip nothing but what it needs to know; its own settings and variables stay in force.
PIP_INSTALL = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")


class Stop(Exception):  # noqa: N818 - not an error: an end with a message
    """Ends the program with a message for the person at the terminal."""


# ---- the machine -----------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print to standard error: standard output belongs to the program we start."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a command in the checkout and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=env)


def must(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a command that prepares something, its output to standard error; its failure ends the program."""
    if code := subprocess.call([str(part) for part in command], cwd=ROOT, env=env, stdout=sys.stderr):
        raise Stop(f"this failed with exit code {code}: {shlex.join(map(str, command))}")


def become(command: Sequence[str | Path]) -> int:
    """Go on as another program, so that signals and the exit code are its own; where that does not exist, wait."""
    words = [str(part) for part in command]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(words[0], words)  # noqa: S606 - the point of it
    return subprocess.call(words)


def has_apt() -> bool:
    """Tell whether this system installs packages with apt."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None


def apt_command(packages: Iterable[str]) -> list[str]:
    """The command that installs these Debian packages."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(set(packages))]


def install_packages(packages: Iterable[str], why: str) -> None:
    """Install Debian packages when we may, else end with the one command to type."""
    command = apt_command(packages)
    if not has_apt():
        raise Stop(f"{why}. Install what Debian calls: {' '.join(sorted(set(packages)))}")
    if sys.platform == "win32" or os.geteuid() != 0:
        raise Stop(f"{why}. Type this, then try again:\n  sudo {shlex.join(command)}")
    say(f"{why}; installing {' '.join(sorted(set(packages)))}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    # An old package list names files that are gone; if only the update fails, the install says what matters.
    for step in (["apt-get", *quiet, "update"], [*command[:1], *quiet, *command[1:]]):
        result = subprocess.run(step, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Stop(f"{shlex.join(command)} failed with exit code {result.returncode}:\n{result.stdout}{result.stderr}")


def parse_missing_libraries(ldd_output: str) -> list[str]:
    """Names of the libraries that ldd did not find, each once, in its order."""
    return list(dict.fromkeys(re.findall(r"^\s*(\S+) => not found", ldd_output, re.MULTILINE)))


def packages_for(libraries: Iterable[str]) -> tuple[list[str], list[str]]:
    """Debian packages for missing libraries, and the libraries we know no package for."""
    known = [library for library in libraries if library in LIBRARY_PACKAGES]
    unknown = [library for library in libraries if library not in LIBRARY_PACKAGES]
    return sorted({LIBRARY_PACKAGES[library] for library in known}), unknown


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """Ask ldd what these shared objects lack on this system."""
    present = [str(file) for file in files if file.exists()]
    if not present or shutil.which("ldd") is None:
        return []
    result = subprocess.run(["ldd", *present], capture_output=True, text=True, check=False, env=c_locale())
    return parse_missing_libraries(result.stdout)


def c_locale() -> dict[str, str]:
    """The environment with English output, for output that we read."""
    return {**os.environ, "LC_ALL": "C"}


def has_fonts() -> bool:
    """Tell whether fontconfig finds a font; without one Qt draws boxes."""

    class FontSet(ctypes.Structure):
        _fields_ = (("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p))

    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(FontSet)
    fontconfig.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    if not fontconfig.FcInit():
        return False
    fonts = fontconfig.FcConfigGetFonts(None, 0)
    return bool(fonts) and fonts.contents.count > 0


def qt_files(site_packages: Path, platform: str) -> list[Path]:
    """The shared objects that together need every library Qt takes from the system."""
    folder = site_packages / "PySide6"
    return [*sorted(folder.glob("QtWidgets*.so")), folder / f"Qt/plugins/platforms/libq{platform}.so"]


def missing_packages(packages: Sequence[str]) -> list[str]:
    """Those of these Debian packages that are not installed; without apt nobody can tell, so none."""
    if not packages or not has_apt():
        return []
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\\n", *packages]
    result = subprocess.run(query, capture_output=True, text=True, check=False, env=c_locale())
    lines = result.stdout.splitlines()
    return [package for package in packages if f"{package} installed" not in lines]


def need_system(site_packages: Path, platforms: Iterable[str], packages: Sequence[str] = ()) -> None:
    """Make sure that Qt finds its libraries and a font, and that these packages are there; or end with what to do."""
    if sys.platform != "linux":
        return
    files = [file for platform in platforms for file in qt_files(site_packages, platform)]
    libraries = missing_libraries(files)
    wanted, unknown = packages_for(libraries)
    if unknown or (libraries and not has_apt()):
        raise Stop(f"Qt needs libraries that this system lacks; please install them: {', '.join(libraries)}")
    wanted += missing_packages(packages)
    if not has_fonts():
        wanted.append(FONT_PACKAGE)
    if wanted:
        install_packages(wanted, "this system lacks something")
        if left := missing_libraries(files):
            raise Stop(f"Qt needs libraries that this system lacks; please install them: {', '.join(left)}")


def has_display(env: Mapping[str, str]) -> bool:
    """Tell whether a window could be shown; elsewhere than on Linux it always can."""
    return sys.platform != "linux" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


# ---- the virtual environment -------------------------------------------------------------------------------------------


class Venv:
    """A virtual environment of this checkout, with the locked packages and rakumap itself in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.stamp = folder / "rakumap-stamp.json"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.program("python")

    @property
    def site_packages(self) -> Path:
        """Where its packages lie."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        return next(iter(sorted((self.folder / "lib").glob("python3*/site-packages"))), self.folder / "lib")

    def program(self, name: str) -> Path:
        """The path of a program in it."""
        return self.bin / (f"{name}.exe" if os.name == "nt" else name)

    def ensure(self, lock: str) -> None:
        """Install what a lock file names, unless the stamp says that it is there."""
        if self.has(lock):
            return
        with alone(self.folder.with_suffix(".lock")):
            if not self.has(lock):
                self.install(lock)

    def has(self, lock: str) -> bool:
        """Tell from the stamp whether the packages of a lock are there."""
        return self.works() and read_stamp(self.stamp).get(lock) == fingerprint(lock)

    def works(self) -> bool:
        """Tell whether it was made in this place (it keeps absolute paths) and its Python is still there."""
        return self.python.exists() and read_stamp(self.stamp).get("place") == str(self.folder)

    def install(self, lock: str) -> None:
        """Install the packages of a lock and rakumap itself, and leave a stamp."""
        if not self.works():
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.make()
        wanted = {name: fingerprint(name) for name in COVERS[lock]}
        kept = {name: stamp for name, stamp in read_stamp(self.stamp).items() if stamp == wanted.get(name)}
        # No stamp while the packages change: an interrupted install is done again.
        place = {"place": str(self.folder)}
        write_stamp(self.stamp, place)
        say(f"installing the packages of requirements/{lock}.txt")
        python = self.python
        lock_file = REQUIREMENTS / f"{lock}.txt"
        must([python, *PIP_INSTALL, "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", lock_file])
        must([python, *PIP_INSTALL, "--no-deps", "--no-build-isolation", "--editable", ROOT])
        write_stamp(self.stamp, {**kept, **wanted, **place})

    def make(self) -> None:
        """Make the virtual environment, empty."""
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            install_packages(["python3-venv"], "this Python cannot make a virtual environment")
        say(f"making the virtual environment {self.folder.name}")
        must([sys.executable, "-m", "venv", self.folder])


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep a second dev.py, where the system can, from installing into the same folder until the block ends."""
    if sys.platform == "win32":
        yield
        return
    with file.open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fingerprint(lock: str) -> str:
    """A text that changes whenever the packages of a lock must be installed again."""
    import tomllib  # noqa: PLC0415 - an older Python shall come as far as the message that it is too old

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [(REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8")]
    parts += [json.dumps(pyproject[table], sort_keys=True) for table in ("build-system", "project")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp(file: Path) -> dict[str, str]:
    """Read a stamp; one that is missing or damaged says nothing."""
    try:
        stamp = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stamp, dict):
        return {}
    return {str(name): str(value) for name, value in stamp.items()}


def write_stamp(file: Path, stamp: Mapping[str, str]) -> None:
    """Write a stamp in one step, so that it is whole or not there."""
    part = file.with_suffix(".part")
    part.write_text(json.dumps(stamp, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(file)


def main_venv() -> Venv:
    """The virtual environment that `run`, `test` and `check` share."""
    return Venv(ROOT / ".venv")


# ---- run -----------------------------------------------------------------------------------------------------------


def rakumap_arguments(arguments: Sequence[str]) -> list[str]:
    """What rakumap gets: the arguments unchanged, or the demo when there are none."""
    words = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    return words or ["demo"]


def opens_window(arguments: Sequence[str]) -> bool:
    """Tell whether rakumap opens a window with these arguments: no command, or the demo."""
    words = iter(arguments)
    for word in words:
        if word in OPTIONS_WITH_VALUE:
            next(words, None)
        elif word in ("-h", "--help", "--version"):
            return False
        elif not word.startswith("-"):
            return word == "demo" and not {"--no-window", "-h", "--help"}.intersection(arguments)
    return True


def window_platform(env: Mapping[str, str]) -> str | None:
    """The Qt platform plugin that will show the window, or none when nothing can."""
    if chosen := env.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]:
        return chosen
    if env.get("DISPLAY"):
        return "xcb"
    return "wayland" if env.get("WAYLAND_DISPLAY") else None


def run(arguments: Sequence[str]) -> int:
    """Start rakumap."""
    words = rakumap_arguments(arguments)
    venv = main_venv()
    venv.ensure("run")
    platform = window_platform(os.environ)
    if platform and opens_window(words):
        need_system(venv.site_packages, [platform])
    return become([venv.program("rakumap"), *words])


# ---- test, check, shots ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def screen(env: dict[str, str]) -> Iterator[dict[str, str]]:
    """Give an environment with a display: the one there is, or an Xvfb for as long as the block runs."""
    if has_display(env):
        yield env
        return
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with open(reader, encoding="ascii") as answer:
            number = answer.readline().strip()
        if not number:
            raise Stop("Xvfb did not start")
        yield {**env, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def prepare_tests() -> Venv:
    """Install everything that tests need, on the system and in the virtual environment."""
    venv = main_venv()
    venv.ensure("dev")
    need_system(venv.site_packages, ["offscreen", "xcb"], TEST_PACKAGES)
    if not has_display(os.environ) and shutil.which("Xvfb") is None:
        raise Stop("the tests need a display; please install Xvfb")
    return venv


def test_command(venv: Venv, arguments: Sequence[str]) -> list[str | Path]:
    """The pytest call; an option given by hand comes later and wins."""
    return [venv.python, "-m", "pytest", "-n", str(min(2, os.cpu_count() or 1)), "--dist", "loadfile", *arguments]


def test(arguments: Sequence[str]) -> int:
    """Run the tests and return pytest's exit code."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # leave no Xvfb behind
    venv = prepare_tests()
    env = dict(os.environ)
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    with screen(env) as env:
        return call(test_command(venv, arguments), env=env)


def setup(arguments: Sequence[str]) -> int:
    """Only install what the tests need."""
    no_arguments(arguments)
    prepare_tests()
    return 0


def shots(arguments: Sequence[str]) -> int:
    """Take the pictures for the documents on a real, if invisible, screen."""
    venv = prepare_tests()
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with screen({**env, "QT_QPA_PLATFORM": "xcb"} if sys.platform == "linux" else env) as env:
        return call([venv.python, "-m", "tests.shots", *(arguments or ["docs/images"])], env=env)


def bench(arguments: Sequence[str]) -> int:
    """Measure the program; see `bench/`."""
    venv = main_venv()
    venv.ensure("run")
    need_system(venv.site_packages, ["offscreen"])
    return call([venv.python, "-m", "bench", *arguments])


def faults(arguments: Sequence[str]) -> int:
    """Run the long suites; see `faults/`."""
    venv = main_venv()
    venv.ensure("dev")
    return call([venv.python, "-m", "faults", *arguments])


def sandbox(arguments: Sequence[str]) -> int:
    """Run stand-ins of the channels until interrupted; see `tests/servers/sandbox.py`."""
    venv = main_venv()
    venv.ensure("run")
    return become([venv.python, "-m", "tests.servers.sandbox", *arguments])


def check(arguments: Sequence[str]) -> int:
    """Run every check that is not a test; all of them, also after one failed."""
    no_arguments(arguments)
    venv = main_venv()
    venv.ensure("dev")
    commands: list[list[str | Path]] = [
        [venv.program("ruff"), "check"],
        [venv.program("ruff"), "format", "--check"],
        [venv.program("mypy")],
        [venv.program("lint-imports")],
        [venv.program("bandit"), "--quiet", "--severity-level", "medium", "--recursive", "src"],
    ]
    failed = [shlex.join([Path(command[0]).stem, *map(str, command[1:])]) for command in commands if call(command)]
    for name in failed:
        say(f"failed: {name}")
    return 1 if failed else 0


def no_arguments(arguments: Sequence[str]) -> None:
    """Refuse arguments that a command does not take."""
    if arguments:
        raise Stop(f"does not take: {shlex.join(arguments)}")


# ---- assets --------------------------------------------------------------------------------------------------------

GUI = Path("src/rakumap/gui")
FORMS_HEADER = '"""Made from ui/*.ui by `dev.py assets`; change those, not these."""\n'


def asset_commands(venv: Venv, target: Path) -> list[tuple[Path, list[str | Path]]]:
    """Every generated file with the command that makes it below the folder `target`."""
    made: list[tuple[Path, list[str | Path]]] = []
    for form in sorted((ROOT / "ui").glob("*.ui")):
        file = GUI / "forms" / f"ui_{form.stem}.py"
        made.append((file, [venv.program("pyside6-uic"), "-g", "python", "-o", target / file, f"ui/{form.name}"]))
    for resource in sorted((ROOT / "resources").glob("*.qrc")):
        file = GUI / f"rc_{resource.stem}.py"
        rcc: list[str | Path] = [venv.program("pyside6-rcc"), "-g", "python", "--no-compress", "--format-version", "1"]
        made.append((file, [*rcc, "-o", target / file, f"resources/{resource.name}"]))
    for words in sorted((ROOT / "resources" / "translations").glob("*.ts")):
        file = GUI / "translations" / f"{words.stem}.qm"
        lrelease: list[str | Path] = [
            venv.program("pyside6-lrelease"),
            "-silent",
            f"resources/translations/{words.name}",
        ]
        made.append((file, [*lrelease, "-qm", target / file]))
    return made


def make_assets(venv: Venv, target: Path) -> list[Path]:
    """Make every generated file below `target`; the same input gives the same bytes."""
    # rcc writes the times of its input files unless told otherwise.
    env = {**os.environ, "QT_RCC_SOURCE_DATE_OVERRIDE": "0", "QT_HASH_SEED": "0"}
    files: list[Path] = []
    for file, command in asset_commands(venv, target):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        must(command, env=env)
        if file.suffix == ".py":
            text = (target / file).read_text(encoding="utf-8")
            # Designer's forms import the resources as a top-level module.
            text = re.sub(
                r"^import (\w+)_rc$", r"from rakumap.gui import rc_\1  # noqa: F401", text, flags=re.MULTILINE
            )
            (target / file).write_text(text, encoding="utf-8", newline="\n")
        files.append(file)
    if any(file.parent.name == "forms" for file in files):
        (target / GUI / "forms" / "__init__.py").write_text(FORMS_HEADER, encoding="utf-8", newline="\n")
        files.append(GUI / "forms" / "__init__.py")
    return files


def stale_files(target: Path, made: Sequence[Path], there: Iterable[Path]) -> list[str]:
    """Names of committed files that differ from what was made, are missing, or have no source any more."""
    differ = [file for file in made if not same_bytes(target / file, ROOT / file)]
    return sorted(file.as_posix() for file in {*differ, *(set(there) - set(made))})


def same_bytes(one: Path, other: Path) -> bool:
    """Tell whether both files exist with the same content."""
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def committed_assets() -> list[Path]:
    """Generated files that lie in the tree."""
    patterns = ("forms/*.py", "rc_*.py", "translations/*.qm")
    return [file.relative_to(ROOT) for pattern in patterns for file in (ROOT / GUI).glob(pattern)]


def assets(arguments: Sequence[str]) -> int:
    """Make the generated files again, or compare them with what would be made."""
    if list(arguments) not in ([], ["--check"]):
        raise Stop("assets takes only --check")
    venv = main_venv()
    venv.ensure("dev")
    need_system(venv.site_packages, ["offscreen"])
    with tempfile.TemporaryDirectory() as folder:
        made = make_assets(venv, Path(folder))
        stale = stale_files(Path(folder), made, committed_assets())
        if arguments:
            for name in stale:
                print(name)
            return 1 if stale else 0
        for name in stale:
            (ROOT / name).unlink(missing_ok=True)
            if (Path(folder) / name).exists():
                (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(folder) / name, ROOT / name)
            say(f"wrote {name}" if (ROOT / name).exists() else f"removed {name}")
    return 0


# ---- build, lock -----------------------------------------------------------------------------------------------------


def build(arguments: Sequence[str]) -> int:
    """Make the app folder in dist/ with PyInstaller."""
    no_arguments(arguments)
    if sys.platform == "linux" and shutil.which("objdump") is None:
        install_packages(["binutils"], "PyInstaller needs objdump")
    venv = Venv(ROOT / ".venv-build")
    venv.ensure("build")
    need_system(venv.site_packages, ["offscreen", "xcb"])
    if code := call([venv.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]):
        return code
    return call(parts_command(venv))


def parts_command(venv: Venv) -> list[str | Path]:
    """The call that writes what the app folder is made of (an SBOM, CycloneDX); the same lock gives the same bytes."""
    written = ROOT / "dist" / "rakumap.cdx.json"
    options: list[str | Path] = ["--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "--of", "JSON"]
    return [venv.program("cyclonedx-py"), "requirements", REQUIREMENTS / "run.txt", *options, "-o", written]


def lock_commands(uv: Path, arguments: Sequence[str]) -> list[list[str | Path]]:
    """The calls that make the lock files: for every platform and Python, with hashes, and without any address."""
    options = ["--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON)), "--generate-hashes"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet"]
    commands: list[list[str | Path]] = []
    for lock in COVERS:
        inputs = ["pyproject.toml", "requirements/run.in"]
        if lock != "run":
            inputs += [f"requirements/{lock}.in", "--group", lock]
        compile_it: list[str | Path] = [uv, "pip", "compile", *options, *arguments, *inputs]
        commands.append([*compile_it, "-o", f"requirements/{lock}.txt"])
    return commands


def lock(arguments: Sequence[str]) -> int:
    """Make the lock files again, with uv from a virtual environment that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        venv = Venv(Path(folder) / "venv")
        venv.make()
        must([venv.python, *PIP_INSTALL, "--only-binary", ":all:", "uv"])
        for command in lock_commands(venv.program("uv"), arguments):
            must(command)
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "assets": assets,
    "shots": shots,
    "bench": bench,
    "faults": faults,
    "sandbox": sandbox,
    "build": build,
    "lock": lock,
    "setup": setup,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line; returns the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        say(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {sys.version.split()[0]}")
        return 1
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        asked = name in ("", "-h", "--help", "help")
        print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        return COMMANDS[name](arguments[1:])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
