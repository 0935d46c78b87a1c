"""One inventory of an OCFL object (1.0 or 1.1), by the specification: what is wrong, by the specification's codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

VERSION = re.compile(r"v(?P<number>0*[1-9]\d*)")
CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TYPE = re.compile(r"https://ocfl\.io/1\.[01]/spec/#inventory")
ALGORITHMS = ("sha512", "sha256")
FIXITY = ("md5", "sha1", "sha256", "sha512", "blake2b-512", "blake2b-160", "blake2b-256", "blake2b-384")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the specification forbids (`E…`) or advises against (`W…`)."""

    code: str
    message: str


@dataclass(slots=True)
class Inventory:
    """An inventory as it was read; `findings` are what is wrong with it by itself."""

    data: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, message: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message))

    @property
    def algorithm(self) -> str:
        """The digest algorithm."""
        return str(self.data.get("digestAlgorithm", ""))

    @property
    def head(self) -> str:
        """The newest version."""
        return str(self.data.get("head", ""))

    @property
    def content(self) -> str:
        """The name of the folders of content."""
        return str(self.data.get("contentDirectory", "content"))

    @property
    def manifest(self) -> dict[str, list[str]]:
        """Content paths by digest in lower case; empty if it has not that shape."""
        return paths_by_digest(self.data.get("manifest"))

    @property
    def versions(self) -> dict[str, Any]:
        """The version blocks."""
        found = self.data.get("versions")
        return found if isinstance(found, dict) else {}

    def state(self, version: str) -> dict[str, frozenset[str]]:
        """The content paths by logical path of a version."""
        block = self.versions.get(version)
        state = paths_by_digest(block.get("state") if isinstance(block, dict) else None)
        return {path: frozenset(self.manifest.get(digest, ())) for digest, paths in state.items() for path in paths}


def paths_by_digest(block: object) -> dict[str, list[str]]:
    """A block that says paths by digest; empty if it has not that shape."""
    if not isinstance(block, dict):
        return {}
    return {key.lower(): [str(path) for path in value] for key, value in block.items() if isinstance(value, list)}


def read_inventory(text: bytes) -> Inventory:
    """The inventory in these bytes, with all that is wrong with it by itself."""
    try:
        data = json.loads(text)
    except ValueError:
        return Inventory({}, [Finding("E033", "the inventory is not JSON")])
    if not isinstance(data, dict):
        return Inventory({}, [Finding("E033", "the inventory is not an object")])
    inventory = Inventory(data)
    check_head(inventory)
    check_manifest(inventory, "manifest", "E096")
    for version in inventory.versions:
        check_version(inventory, version)
    check_fixity(inventory)
    return inventory


def check_head(inventory: Inventory) -> None:
    """The values of the inventory itself."""
    data = inventory.data
    name = data.get("id")
    if not isinstance(name, str) or not name:
        inventory.report("E036", "there is no id")
    elif not URI.fullmatch(name):
        inventory.report("W005", "the id is no URI")
    if not isinstance(data.get("type"), str) or not TYPE.fullmatch(data["type"]):
        inventory.report("E038", "the type is not that of an inventory")
    if data.get("digestAlgorithm") not in ALGORITHMS:
        inventory.report("E025", "the digest algorithm is neither sha512 nor sha256")
    elif data["digestAlgorithm"] != "sha512":
        inventory.report("W004", "the digest algorithm is not sha512")
    content = data.get("contentDirectory", "content")
    if not isinstance(content, str) or content in {"", ".", ".."} or "/" in content:
        inventory.report("E017", "contentDirectory is no plain name")
    if not isinstance(data.get("versions"), dict) or not data["versions"]:
        inventory.report("E008" if isinstance(data.get("versions"), dict) else "E043", "there are no versions")
    if not isinstance(data.get("head"), str):
        inventory.report("E036" if "head" not in data else "E040", "there is no head")
    check_sequence(inventory)


def check_sequence(inventory: Inventory) -> None:
    """Versions are numbered from 1 without gaps, all with as many digits, and head is the last."""
    names = list(inventory.versions)
    if any(not VERSION.fullmatch(name) for name in names):
        inventory.report("E046", "a version is not called v1, v2 …")
        return
    numbers = sorted(int(name[1:]) for name in names)
    if numbers != list(range(1, len(numbers) + 1)):
        inventory.report("E010", "the versions are not numbered from 1 without gaps")
    padded = {len(name) for name in names if name.startswith("v0")}
    if padded:
        inventory.report("W001", "the numbers of versions begin with zeros")
        if len({len(name) for name in names}) > 1:
            inventory.report("E012", "the numbers of versions have zeros in some and not in others")
    if names and (inventory.head not in names or int(inventory.head[1:]) != numbers[-1]):
        inventory.report("E040", "head is not the newest version")


def check_manifest(inventory: Inventory, name: str, twice: str, block: object = None) -> None:
    """Paths by digest: each digest and each path once, paths plain."""
    value = inventory.data.get(name) if block is None else block
    if not isinstance(value, dict):
        inventory.report("E041" if name == "manifest" else "E057", f"there is no {name}")
        return
    digests = [digest.lower() for digest in value]
    if len(set(digests)) < len(digests):
        inventory.report(twice, f"a digest stands twice in {name}")
    if any(not isinstance(paths, list) or not all(isinstance(path, str) for path in paths) for paths in value.values()):
        inventory.report("E092" if name == "manifest" else "E057", f"{name} does not hold lists of paths")
        return
    paths = [path for found in value.values() for path in found]
    for path in paths:
        if path.startswith("/") or path.endswith("/"):
            inventory.report("E100", f"{path!r} in {name} begins or ends with a slash")
        elif not plain(path):
            inventory.report("E099", f"{path!r} in {name} has a part that is empty, . or ..")
    if len(set(paths)) < len(paths) or conflicting(paths):
        inventory.report("E101", f"a path stands twice in {name}")


def check_fixity(inventory: Inventory) -> None:
    """The block of further digests."""
    fixity = inventory.data.get("fixity", {})
    if not isinstance(fixity, dict):
        inventory.report("E111", "fixity is no object")
        return
    for algorithm, block in fixity.items():
        check_manifest(inventory, f"fixity {algorithm}", "E097", block)
        known = {path for paths in inventory.manifest.values() for path in paths}
        if any(path not in known for paths in paths_by_digest(block).values() for path in paths):
            inventory.report("E057", "fixity names a path that is not in the manifest")


def check_version(inventory: Inventory, version: str) -> None:
    """One version block."""
    block = inventory.versions[version]
    if not isinstance(block, dict):
        inventory.report("E047", f"{version} is no object")
        return
    if not isinstance(block.get("created"), str) or not CREATED.fullmatch(block["created"]):
        inventory.report("E048" if "created" not in block else "E049", f"{version} does not say when it was created")
    if "message" in block and not isinstance(block["message"], str):
        inventory.report("E094", f"the message of {version} is no text")
    for code, message in user_findings(block):
        inventory.report(code, f"{version}: {message}")
    state = block.get("state")
    if isinstance(state, dict):
        check_state(inventory, version, state)
    else:
        inventory.report("E048" if "state" not in block else "E050", f"{version} has no state")


def check_state(inventory: Inventory, version: str, state: dict[str, Any]) -> None:
    """The logical paths of a version by digest."""
    given = inventory.data.get("manifest")
    for digest, paths in state.items():
        if digest not in (given if isinstance(given, dict) else {}):
            inventory.report("E050", f"{version} names a digest that is not in the manifest as it is written")
        if not isinstance(paths, list):
            inventory.report("E051", f"the state of {version} does not hold lists of paths")
    logical = [path for paths in paths_by_digest(state).values() for path in paths]
    for path in logical:
        if path.startswith("/") or path.endswith("/"):
            inventory.report("E053", f"{version}: {path!r} begins or ends with a slash")
        elif not plain(path):
            inventory.report("E052", f"{version}: {path!r} has a part that is empty, . or ..")
    if len(set(logical)) < len(logical) or conflicting(logical):
        inventory.report("E095", f"{version}: a logical path stands twice")


def user_findings(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with who made a version, and with what is said of it."""
    if "message" not in block:
        yield "W007", "there is no message"
    if "user" not in block:
        yield "W007", "there is no user"
        return
    user = block["user"]
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        yield "E054", "the user has no name"
        return
    if "address" not in user:
        yield "W008", "the user has no address"
    elif not URI.fullmatch(str(user["address"])):
        yield "W009", "the user's address is no URI"


def plain(path: str) -> bool:
    """Whether no part of a path is empty or leads elsewhere."""
    return all(part not in {"", ".", ".."} for part in path.split("/"))


def conflicting(paths: list[str]) -> bool:
    """Whether a path is also the folder of another."""
    known = set(paths)
    return any("/".join(path.split("/")[:depth]) in known for path in paths for depth in range(1, path.count("/") + 1))
