"""What `docs/editors.md` says can be done, and fits what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from lspeditor import BIB, OPEN, PROSE, write_brief
from stagebrief.cli import group

PAGE = (Path(__file__).parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```json (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


def test_the_task_of_vs_code_reads_what_check_prints(tmp_path: Path) -> None:
    """Each line of `check --format short` is a fault to the task: file, line, column, severity, message, code."""
    (task,) = json.loads(BLOCKS[".vscode/tasks.json"])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    wrong = {"stages/1-open.md": PROSE + "\n[@nobody]\n", "references.bib": BIB + "@misc{lone, title = {LONE}}\n"}
    folder = write_brief(tmp_path / "brief", **wrong, **{"stages/1-open.yaml": OPEN + "nonsense: 1\n"})
    printed = CliRunner().invoke(group, [*task["command"].split()[1:-1], str(folder)]).output.splitlines()
    read = [re.fullmatch(pattern["regexp"], line) for line in printed]
    assert len(printed) >= 2
    assert all(read)
    found = {match[pattern["code"]] for match in read if match}
    assert {"citation-resolves", "field-is-known"} <= found
    assert {match[pattern["file"]] for match in read if match} <= {str(folder / name) for name in wrong} | {
        str(folder / "stages" / "1-open.yaml")
    }


def test_the_commands_of_the_page_are_there() -> None:
    """Every command and option that the page names is one."""
    settings = json.loads(BLOCKS["settings.json"])
    called = {" ".join([settings["glspc.server.command"], *settings["glspc.server.commandArguments"]])}
    called |= set(re.findall(r"^stagebrief [^#\n]*[^#\s]", PAGE, re.MULTILINE))
    assert {"stagebrief lsp", "stagebrief schema --write --modelines"} <= called
    for command in called:
        name, *options = command.split()[1:]
        shown = CliRunner().invoke(group, [name, "--help"])
        assert shown.exit_code == 0
        assert all(option in shown.output for option in options)
