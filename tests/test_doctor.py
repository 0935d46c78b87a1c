"""`stagebrief doctor` and the installer: what is missing is found and named, with the command that brings it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from stagebrief.cli import group
from stagebrief.compile import fonts, sandbox, toolchain, versions
from stagebrief.compile.fonts import find_fonts, font_files
from stagebrief.compile.needs import BIBER_FOR_BIBLATEX, NEEDS, Kind, packages
from stagebrief.compile.toolchain import State, biblatex_version, examine
from stagebrief.errors import ToolchainError
from stagebrief.model.families import MONO, SANS, SERIF

ROOT = Path(__file__).parents[1]
INSTALLER = ROOT / ".ci" / "install.py"
STYLES = tuple(need.name for need in NEEDS if need.kind is Kind.TEX_FILE)
ZEN_HEI = "wqy-zenhei.ttc"
FONTS = (
    "LinLibertine_R.otf",
    "NotoSans-Regular.ttf",
    "PTF55F.ttf",
    "DejaVuSansMono.ttf",
    "NotoNaskhArabic-Regular.ttf",
    ZEN_HEI,
)

BWRAP = """[ "$1" = --version ] && echo bubblewrap 0.8.0 && exit
while [ "$1" != -- ]; do shift; done; shift; exec "$@\""""
"""A program that takes the options of bubblewrap and has no walls."""


class Machine:
    """A machine of our own: its programs are scripts in one folder, its fonts empty files in another."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.fonts = folder / "home" / ".fonts"
        self.said = folder / "said"
        self.texmf = folder / "texmf"
        for part in (self.programs, self.fonts, self.texmf):
            part.mkdir(parents=True)

    def program(self, name: str, script: str = "echo 1.0") -> None:
        """Put a program there that runs this script and writes down how it was called."""
        path = self.programs / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.said}"\n{script}\n', encoding="utf-8")
        path.chmod(0o755)

    def tex(self, styles: tuple[str, ...] = STYLES, biblatex: str = "3.18b", biber: str = "2.18") -> None:
        """Install a TeX that has these files."""
        for style in styles:
            (self.texmf / style).write_text(rf"\def\abx@version{{{biblatex}}}", encoding="utf-8")
        self.program("lualatex", "echo 'This is LuaHBTeX, Version 1.15.0'")
        self.program("biber", f"echo 'biber version: {biber}'")
        self.program("latexmk", "echo 'Latexmk 4.79'")
        self.program("bwrap", BWRAP)
        find = f'[ "$1" = --version ] && echo kpathsea version 6.3.4; cd "{self.texmf}"'
        self.program("kpsewhich", f'{find}; for f in "$@"; do [ -f "$f" ] && echo "{self.texmf}/$f"; done; true')

    def font(self, *names: str) -> None:
        """Install fonts."""
        for name in names:
            (self.fonts / name).touch()

    @property
    def environment(self) -> dict[str, str]:
        """What programs on this machine are started with."""
        home = str(self.fonts.parent)
        return {"PATH": str(self.programs), "HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}

    def calls(self) -> str:
        """What the programs were called with, a line for each call."""
        return self.said.read_text(encoding="utf-8") if self.said.exists() else ""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """An empty machine."""
    found = Machine(tmp_path)
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(fonts, "FOLDERS", ("~/.fonts",))
    forget()
    yield found
    forget()


def forget() -> None:
    """Forget what has been found on another machine."""
    toolchain.forget()
    versions._version_text.cache_clear()
    sandbox.this_sandbox.cache_clear()
    sandbox.trees.cache_clear()


def doctor(*arguments: str) -> tuple[int, str]:
    """The exit status and the output of `stagebrief doctor`."""
    result = CliRunner().invoke(group, ["doctor", *arguments])
    return result.exit_code, result.output


def test_a_machine_with_everything_is_good(machine: Machine) -> None:
    """Where nothing is missing, the status is 0, versions are told, and no command is recommended."""
    machine.tex()
    machine.font(*FONTS)
    status, text = doctor()
    assert status == 0
    assert "ok       lualatex: This is LuaHBTeX, Version 1.15.0" in text
    assert "ok       biber for biblatex: biber 2.18 and biblatex 3.18" in text
    assert "nothing is missing" in text
    assert "ok       sandbox: bubblewrap is used for every run of TeX and biber" in text
    assert "install" not in text


@pytest.mark.usefixtures("machine")
def test_an_empty_machine_lacks_everything() -> None:
    """Where nothing is there, the status is 3, and each manager's command brings all that is required."""
    status, text = doctor()
    assert status == 3
    assert "MISSING  lualatex: not on the PATH" in text
    assert "MISSING  serif font: none" in text
    for line in (
        "  apt: sudo apt-get update && sudo apt-get install --no-install-recommends texlive-luatex",
        "  dnf: sudo dnf install ",
        "  brew: brew install --cask mactex-no-gui font-linux-libertine",
        "  tlmgr: tlmgr install ",
    ):
        assert line in text
    assert all(name in text for name in packages("apt-get"))


def test_only_what_is_missing_is_recommended(machine: Machine) -> None:
    """One missing style gives commands with the one package that brings it, by the names of each manager."""
    machine.tex(tuple(name for name in STYLES if name != "csquotes.sty"))
    machine.font(*FONTS)
    status, text = doctor("--quiet")
    assert status == 3
    assert text.splitlines() == [
        "MISSING  1 file of TeX packages: csquotes.sty",
        "",
        "To install what is missing, with the manager that you have:",
        "  apt: sudo apt-get update && sudo apt-get install --no-install-recommends texlive-latex-extra",
        "  dnf: sudo dnf install texlive-csquotes",
        "  brew: brew install --cask mactex-no-gui",
        "  tlmgr: tlmgr install csquotes",
    ]


def test_the_manager_of_this_machine_comes_first(machine: Machine) -> None:
    """Where dnf is on the PATH its command stands first."""
    machine.program("dnf")
    assert next(iter(toolchain.mending_commands(NEEDS))) == "dnf"


def test_what_makes_it_better_is_told_and_is_no_fault(machine: Machine) -> None:
    """Without the themes' own fonts but with others the status is 0, and the packages of the better ones are named."""
    machine.tex()
    machine.font("DejaVuSerif.ttf", "DejaVuSans.ttf", "DejaVuSansMono.ttf")
    status, text = doctor()
    assert status == 0
    assert "better   NotoSans-Regular.ttf: not installed; the sans of the themes" in text
    assert "To install what makes it better" in text
    assert "fonts-linuxlibertine fonts-noto-core" in text
    assert doctor("--quiet") == (0, "")


def test_biber_of_another_year_is_found(machine: Machine) -> None:
    """A biber that cannot read this biblatex's control file is a fault; the wanted version is named."""
    machine.tex(biblatex="3.20", biber="2.18")
    machine.font(*FONTS)
    status, text = doctor()
    assert status == 3
    assert "biblatex 3.20 wants biber 2.20" in text


def test_a_biblatex_that_is_not_known_is_not_judged(machine: Machine) -> None:
    """A version of biblatex that came after this list is left to biber to judge."""
    machine.tex(biblatex="9.99", biber="9.99")
    machine.font(*FONTS)
    assert doctor()[0] == 0


def test_the_version_of_biblatex_is_read_from_its_style(tmp_path: Path) -> None:
    """A patch letter does not count, and a file without a version gives none."""
    style = tmp_path / "biblatex.sty"
    style.write_text(r"\def\abx@version{3.18b}", encoding="utf-8")
    assert biblatex_version(style) == "3.18" and "3.18" in BIBER_FOR_BIBLATEX
    style.write_text("", encoding="utf-8")
    assert biblatex_version(style) == "" == biblatex_version(tmp_path / "absent.sty")


def test_fonts_are_asked_for_the_scripts_of_the_content(machine: Machine, tmp_path: Path) -> None:
    """Chinese words in a content folder make a Chinese font missing; without that content nobody misses it."""
    machine.tex()
    machine.font(*FONTS[:-1])
    content = tmp_path / "content"
    content.mkdir()
    (content / "introduction.md").write_text("上海合作组织\n", encoding="utf-8")
    status, text = doctor(str(content))
    assert status == 3
    assert "MISSING  font for the script Hani: none" in text
    assert " fonts-noto-cjk" in text
    for name in ("NotoSerifCJK-Regular.ttc", ZEN_HEI):
        machine.font(name)
        forget()
        assert doctor(str(content))[0] == doctor()[0] == 0


def test_a_program_that_does_not_answer_is_there_all_the_same(machine: Machine) -> None:
    """A program that fails when asked for its version is named with its path."""
    machine.tex()
    machine.program("lualatex", "exit 1")
    machine.font(*FONTS)
    found = {finding.name: finding for finding in examine()}
    assert found["lualatex"].state is State.GOOD
    assert found["lualatex"].found == str(machine.programs / "lualatex")


def test_fonts_for_scripts_are_found_with_their_place(machine: Machine) -> None:
    """Fallbacks come by script, serif before sans, those of collections with the font's place, and signs last."""
    machine.font("LinLibertine_R.otf", "NotoSans-Regular.ttf", "DejaVuSansMono.ttf", "DejaVuSans.ttf")
    machine.font("NotoSerifHebrew-Regular.ttf", "NotoSerifCJK-Regular.ttc")
    found = find_fonts()
    assert (found.serif.name, found.sans.name, found.mono.name) == ("Linux Libertine", "Noto Sans", "DejaVu Sans Mono")
    families = [(family.script, family.name, family.sans, family.index) for family in found.fallbacks]
    assert ("Hebr", "Noto Serif Hebrew", False, 0) in families
    assert ("Hebr", "DejaVu Sans", True, 0) in families
    assert ("Hani", "Noto Serif CJK SC", False, 2) in families
    assert ("Hang", "Noto Serif CJK KR", True, 1) in families
    assert families[-1] == ("", "DejaVu Sans", False, 0)


def test_cuts_come_from_the_folder_of_the_regular_one(machine: Machine) -> None:
    """A bold cut in another folder is of another version and not taken."""
    machine.font("LinLibertine_R.otf", "LinLibertine_RI.otf", "NotoSans-Regular.ttf", "DejaVuSansMono.ttf")
    (machine.fonts / "old").mkdir()
    (machine.fonts / "old" / "LinLibertine_RB.otf").touch()
    serif = find_fonts().serif
    assert serif.bold is None and serif.italic == machine.fonts / "LinLibertine_RI.otf"


@pytest.mark.usefixtures("machine")
def test_no_font_at_all_is_a_fault_of_the_machine() -> None:
    """Each role without a font is told, and the exit status will be 3."""
    with pytest.raises(ToolchainError) as fault:
        find_fonts()
    assert [found.message for found in fault.value.diagnostics] == [
        "no serif font is installed",
        "no sans font is installed",
        "no mono font is installed",
    ]
    assert fault.value.exit_status == 3
    assert not font_files()


def test_each_need_names_the_preferred_font() -> None:
    """The fonts that are installed are those that are chosen first."""
    names = {need.name for need in NEEDS if need.kind is Kind.FONT}
    assert {SERIF[0][1], SANS[0][1], MONO[0][1]} <= names


def run_installer(machine: Machine, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run .ci/install.py on that machine, as `make` does."""
    command = [sys.executable, "-I", str(INSTALLER)]
    environment = {**machine.environment, **(settings or {})}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


ORDINARY = "import os; os.geteuid = lambda: 1000; import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')"
"""Runs the installer as somebody who is not root."""


def run_as_ordinary_user(machine: Machine) -> subprocess.CompletedProcess[str]:
    """Run .ci/install.py as a user without rights."""
    command = [sys.executable, "-I", "-c", ORDINARY, str(INSTALLER)]
    return subprocess.run(command, env=machine.environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_installer_stops_with_the_command_where_it_may_not_install(machine: Machine) -> None:
    """Without root and without sudo nothing is tried; the one command is printed, and the status is 3."""
    machine.program("apt-get")
    machine.tex(tuple(name for name in STYLES if name != "tikz.sty"))
    result = run_as_ordinary_user(machine)
    assert result.returncode == 3
    assert "error: not installed: tikz.sty" in result.stderr
    assert "sudo apt-get install --no-install-recommends texlive-pictures" in result.stderr
    assert "apt-get" not in machine.calls()


def test_sudo_that_asks_for_a_password_is_not_used(machine: Machine) -> None:
    """A sudo that would ask is a sudo that cannot be used without a person: the command is printed."""
    machine.program("apt-get")
    machine.program("sudo", "exit 1")
    assert run_as_ordinary_user(machine).returncode == 3
    assert machine.calls().splitlines() == ["sudo -n true"]


def test_the_installer_uses_sudo_that_asks_no_password(machine: Machine) -> None:
    """With such a sudo, apt-get brings what is missing, recommends left out, and what came is looked for again."""
    machine.tex(tuple(name for name in STYLES if name != "tikz.sty"))
    machine.program("env", 'shift; exec "$@"')
    machine.program("sudo", 'shift; case $1 in true) exit 0;; esac; exec "$@"')
    machine.program("apt-get", f'case "$*" in *install*) echo > "{machine.texmf}/tikz.sty";; esac')
    result = run_as_ordinary_user(machine)
    apt = [line for line in machine.calls().splitlines() if line.startswith("apt-get")]
    assert result.returncode == 0, result.stderr
    assert apt[0].endswith(" update")
    assert "install --no-install-recommends texlive-pictures" in apt[1]


def test_a_failed_installation_shows_what_apt_said(machine: Machine) -> None:
    """When apt-get fails, its words are printed, what is still missing is named, and the status is 3."""
    machine.program("env", 'shift; exec "$@"')
    machine.program("sudo", 'shift; case $1 in true) exit 0;; esac; exec "$@"')
    machine.program("apt-get", "echo E: no such luck; exit 100")
    result = run_as_ordinary_user(machine)
    assert result.returncode == 3
    assert "E: no such luck" in result.stderr
    assert "error: not installed: lualatex" in result.stderr


def test_a_machine_without_apt_gets_the_command_of_its_own_manager(machine: Machine) -> None:
    """On a Fedora machine the command is dnf's."""
    machine.program("dnf")
    result = run_installer(machine)
    assert result.returncode == 3
    assert "hint: run  sudo dnf install texlive-collection-luatex" in result.stderr


def test_the_installer_is_done_at_once_where_all_is_there(machine: Machine) -> None:
    """Where nothing is missing it prints nothing and calls nothing but kpsewhich."""
    machine.tex()
    machine.font(*FONTS)
    result = run_installer(machine)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert [line.split()[0] for line in machine.calls().splitlines()] == ["kpsewhich"]


def test_this_machine_has_all() -> None:
    """Where the tests run, nothing that a build needs is missing."""
    assert not [finding for finding in examine() if finding.state is State.MISSING]


def test_it_is_said_why_there_is_no_sandbox(machine: Machine) -> None:
    """Where bubblewrap is missing or may not work, the doctor says so, and how to get it."""
    machine.tex()
    machine.font(*FONTS)
    (machine.programs / "bwrap").unlink()
    status, text = doctor()
    assert status == 0
    assert "better   sandbox: none: bubblewrap is not installed" in text
    assert "apt-get install --no-install-recommends bubblewrap" in text
    sandbox.this_sandbox.cache_clear()
    machine.program("bwrap", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
    assert "none: bubblewrap does not work here (bwrap: setting up uid map: Permission denied)" in doctor()[1]
