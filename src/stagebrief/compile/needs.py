"""What a build needs of a machine, how each thing is seen to be there, and what package managers call it.

This is the one list of packages: `stagebrief doctor` and `make` read it. It needs no package of Python's beside the
standard library, for `make` reads it before there is any.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a thing is looked for: as a program on the PATH, by kpsewhich, or among the fonts."""

    PROGRAM = "program"
    TEX_FILE = "TeX file"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a build needs.

    `name` is a program, a file of a TeX package, or a font's file. What is not `required` makes a build better, and
    `use` says how; without it there is still a build. The packages bring it, one field for each package manager.
    """

    name: str
    kind: Kind
    apt: str
    dnf: str
    tlmgr: str
    brew: str = "mactex-no-gui"
    required: bool = True
    use: str = ""

    def package(self, manager: str) -> str:
        """What that package manager calls it."""
        return {"apt-get": self.apt, "dnf": self.dnf, "tlmgr": self.tlmgr, "brew": self.brew}[manager]


def _style(name: str, apt: str, package: str = "", required: bool = True, use: str = "") -> Need:
    package = package or name.partition(".")[0]
    return Need(name, Kind.TEX_FILE, apt, f"texlive-{package}", package, required=required, use=use)


BASE, RECOMMENDED, EXTRA = "texlive-latex-base", "texlive-latex-recommended", "texlive-latex-extra"
LUA, SOURCES = "texlive-luatex", "texlive-bibtex-extra"

NEEDS: tuple[Need, ...] = (
    Need("lualatex", Kind.PROGRAM, LUA, "texlive-collection-luatex", "luatex"),
    Need("kpsewhich", Kind.PROGRAM, "texlive-binaries", "texlive-kpathsea", "kpathsea"),
    Need("biber", Kind.PROGRAM, "biber", "biber", "biber"),
    *(
        [
            Need(
                "bwrap",
                Kind.PROGRAM,
                "bubblewrap",
                "bubblewrap",
                "",
                "",
                required=False,
                use="walls off strangers' TeX",
            )
        ]
        if sys.platform == "linux"
        else []
    ),
    Need("latexmk", Kind.PROGRAM, "latexmk", "latexmk", "latexmk", required=False, use="compiles kept TeX by hand"),
    _style("luaotfload.sty", LUA),
    _style("fontspec.sty", RECOMMENDED),
    _style("babel.sty", BASE),
    _style("babel-ru.ini", BASE, "babel"),
    _style("amsmath.sty", BASE),
    _style("amssymb.sty", "texlive-base", "amsfonts"),
    _style("array.sty", BASE, "tools"),
    _style("geometry.sty", BASE),
    _style("fancyhdr.sty", BASE),
    _style("hyperref.sty", BASE),
    _style("xcolor.sty", RECOMMENDED),
    _style("microtype.sty", RECOMMENDED),
    _style("booktabs.sty", RECOMMENDED),
    _style("beamer.cls", RECOMMENDED),
    _style("tikz.sty", "texlive-pictures", "pgf"),
    _style("lua-ul.sty", LUA),
    _style("luacolor.sty", LUA),
    _style("etoolbox.sty", RECOMMENDED),
    _style("csquotes.sty", EXTRA),
    _style("xstring.sty", EXTRA),
    _style("logreq.sty", SOURCES),
    _style("biblatex.sty", SOURCES),
    _style("biblatex-chicago.sty", SOURCES),
    _style("loadhyph-ru.tex", "texlive-lang-cyrillic", "hyphen-russian", False, "hyphenates Russian"),
    _style("loadhyph-de-1996.tex", "texlive-lang-german", "hyphen-german", False, "hyphenates German"),
    _style("loadhyph-fr.tex", "texlive-lang-french", "hyphen-french", False, "hyphenates French"),
    _style("loadhyph-es.tex", "texlive-lang-spanish", "hyphen-spanish", False, "hyphenates Spanish"),
    Need(
        "LinLibertine_R.otf",
        Kind.FONT,
        "fonts-linuxlibertine",
        "linux-libertine-fonts",
        "libertine",
        "font-linux-libertine",
        required=False,
        use="the serif of the themes",
    ),
    Need(
        "NotoSans-Regular.ttf",
        Kind.FONT,
        "fonts-noto-core",
        "google-noto-sans-fonts",
        "noto",
        "font-noto-sans",
        required=False,
        use="the sans of the themes",
    ),
    Need(
        "PTF55F.ttf",
        Kind.FONT,
        "fonts-paratype",
        "paratype-pt-serif-fonts paratype-pt-sans-fonts paratype-pt-mono-fonts",
        "paratype",
        "font-pt-serif",
        required=False,
        use="the theme `lecture`",
    ),
    Need(
        "DejaVuSansMono.ttf",
        Kind.FONT,
        "fonts-dejavu-core",
        "dejavu-sans-fonts dejavu-sans-mono-fonts dejavu-serif-fonts",
        "dejavu",
        "font-dejavu",
        required=False,
        use="code, and signs that other fonts lack",
    ),
    Need(
        "NotoNaskhArabic-Regular.ttf",
        Kind.FONT,
        "fonts-noto-core",
        "google-noto-fonts-all",
        "amiri noto",
        "font-noto-naskh-arabic",
        required=False,
        use="scripts that other fonts lack",
    ),
    Need(
        "wqy-zenhei.ttc",
        Kind.FONT,
        "fonts-wqy-zenhei",
        "wqy-zenhei-fonts",
        "fandol haranoaji unfonts-core",
        "font-noto-serif-cjk",
        required=False,
        use="Chinese, Japanese and Korean, where there is no larger font for them",
    ),
)

NOTO = next(need for need in NEEDS if need.name == "NotoNaskhArabic-Regular.ttf")
CJK = Need(
    "NotoSerifCJK-Regular.ttc",
    Kind.FONT,
    "fonts-noto-cjk",
    "google-noto-serif-cjk-fonts",
    "fandol haranoaji unfonts-core",
    "font-noto-serif-cjk",
)
SCRIPT_NEEDS = {
    **dict.fromkeys(("Arab", "Hebr", "Armn", "Geor", "Deva", "Thai", "Beng", "Taml", "Ethi"), NOTO),
    **dict.fromkeys(("Hani", "Kana", "Hang"), CJK),
}
"""What brings fonts for scripts that text fonts seldom have; the best for East Asia are big and not among NEEDS."""

BIBER_FOR_BIBLATEX = {"3.17": "2.17", "3.18": "2.18", "3.19": "2.19", "3.20": "2.20", "3.21": "2.21"}
"""Which biber reads the control file of which biblatex; a pair of two years fails on every brief."""

COMMANDS = {
    "apt-get": "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
    "dnf": "sudo dnf install {}",
    "brew": "brew install --cask {}",
    "tlmgr": "tlmgr install {}",
}
"""How each package manager is told to install."""


def packages(manager: str, needs: tuple[Need, ...] = NEEDS) -> list[str]:
    """The packages that bring these things, each once."""
    return list(dict.fromkeys(name for need in needs for name in need.package(manager).split()))
