"""An OCFL object (1.0 or 1.1) verified: its files against its inventories, and these against one another."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.archive.ocfl_inventory import FIXITY, VERSION, Finding, Inventory, paths_by_digest, read_inventory

REGISTERED = re.compile(r"00(0[1-9]|1[0-9])-[a-z-]+|initial")
DECLARATION = re.compile(r"0=ocfl_object_(?P<version>1\.[01])")


@dataclass(slots=True)
class OcflObject:
    """A folder that is being verified."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)

    def report(self, code: str, message: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message))

    def digest(self, path: str, algorithm: str) -> str:
        """The digest of a file by that algorithm, computed once."""
        if (path, algorithm) not in self.digests:
            self.digests[path, algorithm] = digest_of(self.root / path, algorithm)
        return self.digests[path, algorithm]


def verify_object(root: Path) -> tuple[Finding, ...]:
    """What is wrong with the OCFL object in that folder; its warnings have codes that begin with W."""
    found = OcflObject(root)
    check_declaration(found)
    inventory = inventory_at(found, "")
    if inventory is None:
        found.report("E063", "there is no inventory")
        return tuple(found.findings)
    check_root(found, inventory)
    if not any(finding.code[0] == "E" for finding in found.findings):
        check_versions(found, inventory)
        check_files(found, inventory)
    return tuple(dict.fromkeys(found.findings))


def check_declaration(found: OcflObject) -> None:
    """The file that says what the folder is."""
    declared = [path for path in found.root.iterdir() if path.name.startswith("0=")]
    if len(declared) != 1 or not DECLARATION.fullmatch(declared[0].name):
        found.report("E003", "there is no declaration of an OCFL object, or there are several")
    elif declared[0].read_bytes() != declared[0].name[2:].encode() + b"\n":
        found.report("E007", "the declaration does not say what its name says")


def inventory_at(found: OcflObject, folder: str) -> Inventory | None:
    """The inventory in a folder, with what is wrong with it and with its digest; None if there is none."""
    path = found.root / folder / "inventory.json"
    if not path.is_file():
        return None
    inventory = read_inventory(path.read_bytes())
    found.findings += inventory.findings
    algorithm = inventory.algorithm
    sidecar = path.with_name(f"inventory.json.{algorithm}")
    if algorithm not in {"sha512", "sha256"}:
        return inventory
    if not sidecar.is_file():
        found.report("E058", f"{folder or 'the object'} has no digest of its inventory")
        return inventory
    match = re.fullmatch(
        r"([0-9A-Fa-f]+)[ \t]+inventory\.json\n?", sidecar.read_text(encoding="utf-8", errors="replace")
    )
    if match is None:
        found.report("E061", f"the digest of the inventory of {folder or 'the object'} is not written as it must be")
    elif match[1].lower() != digest_of(path, algorithm):
        found.report("E060", f"the digest of the inventory of {folder or 'the object'} is another")
    return inventory


def check_root(found: OcflObject, inventory: Inventory) -> None:
    """What lies in the object's folder."""
    known = {"inventory.json", f"inventory.json.{inventory.algorithm}"}
    for path in sorted(found.root.iterdir()):
        if path.is_symlink():
            found.report("E090", f"{path.name} is a link")
        elif path.is_dir():
            if VERSION.fullmatch(path.name):
                if path.name not in inventory.versions:
                    found.report("E046", f"the inventory does not know the version {path.name}")
            elif path.name == "extensions":
                check_extensions(found, path)
            elif path.name != "logs":
                found.report("E001", f"{path.name} has no place in an object")
        elif path.name not in known and not DECLARATION.fullmatch(path.name):
            found.report("E001", f"{path.name} has no place in an object")
    for version in inventory.versions:
        if not (found.root / version).is_dir():
            found.report("E010", f"the folder of {version} is missing")


def check_extensions(found: OcflObject, folder: Path) -> None:
    """What lies among the extensions."""
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            found.report("E067", f"{path.name} among the extensions is no folder")
        elif not REGISTERED.fullmatch(path.name):
            found.report("W013", f"the extension {path.name} is not registered")


def check_versions(found: OcflObject, inventory: Inventory) -> None:
    """The folders of versions and their inventories, against that of the object."""
    edition = ""
    for version in sorted(inventory.versions, key=lambda name: int(name[1:])):
        folder = found.root / version
        earlier = inventory_at(found, version)
        if earlier and str(earlier.data.get("type")) < edition:
            found.report("E103", f"the inventory of {version} is of an earlier edition than the one before")
        edition = str((earlier or inventory).data.get("type"))
        if earlier is None:
            found.report("W010", f"{version} has no inventory of its own")
        elif version == inventory.head:
            if (folder / "inventory.json").read_bytes() != (found.root / "inventory.json").read_bytes():
                found.report("E064", "the newest version has another inventory than the object")
        else:
            compare(found, inventory, earlier, version)
        allowed = {"inventory.json", f"inventory.json.{(earlier or inventory).algorithm}"}
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name != inventory.content:
                found.report("W002", f"{version}/{path.name} is no folder of content")
            elif not path.is_dir() and path.name not in allowed:
                found.report("E015", f"{version}/{path.name} has no place in a version")


def compare(found: OcflObject, inventory: Inventory, earlier: Inventory, version: str) -> None:
    """An older inventory against the newest: the versions that both know must be the same."""
    if earlier.head != version:
        found.report("E040", f"the inventory of {version} has another head")
    if earlier.data.get("id") != inventory.data.get("id"):
        found.report("E037", f"the inventory of {version} has another id")
    if earlier.content != inventory.content:
        found.report("E019", f"the inventory of {version} has another name for folders of content")
    if earlier.algorithm != inventory.algorithm:
        found.report("W004", f"the inventory of {version} has other digests")
    for old in earlier.versions:
        before, after = earlier.state(old), inventory.state(old)
        if set(before) != set(after) or any(not same_content(found, before[path], after[path]) for path in before):
            found.report("E066", f"the inventory of {version} says something else of {old}")
        one, two = earlier.versions[old], inventory.versions.get(old, {})
        if any(one.get(name) != two.get(name) for name in ("message", "user", "created")):
            found.report("W011", f"the inventory of {version} describes {old} in other words")
    check_digests(found, earlier)


def same_content(found: OcflObject, one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets of content paths stand for the same bytes."""
    if one & two:
        return True
    digests = [{found.digest(path, "sha512") for path in paths} for paths in (one, two)]
    return bool(digests[0] & digests[1])


def check_digests(found: OcflObject, inventory: Inventory) -> None:
    """Every file that an inventory names, against its digests."""
    for digest, paths in inventory.manifest.items():
        for path in paths:
            if not (found.root / path).is_file():
                found.report("E092", f"{path} is missing")
            elif found.digest(path, inventory.algorithm) != digest:
                found.report("E092", f"the bytes of {path} are others")
    fixity = inventory.data.get("fixity", {})
    for algorithm, block in fixity.items() if isinstance(fixity, dict) else ():
        for digest, paths in paths_by_digest(block).items() if algorithm in FIXITY else ():
            if any((found.root / path).is_file() and found.digest(path, algorithm) != digest for path in paths):
                found.report("E093", f"a digest of fixity ({algorithm}) is another")


def check_files(found: OcflObject, inventory: Inventory) -> None:
    """Every file of content against the manifests."""
    check_digests(found, inventory)
    named = {path for paths in inventory.manifest.values() for path in paths}
    for version in inventory.versions:
        folder = found.root / version / inventory.content
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = path.relative_to(found.root).as_posix()
            if path.is_symlink():
                found.report("E090", f"{name} is a link")
            elif path.is_file() and name not in named:
                found.report("E023", f"{name} is not in the manifest")
            elif path.is_dir() and not any(path.iterdir()):
                found.report("E024", f"{name} is empty")
        own = found.root / version / "inventory.json"
        if own.is_file() and version != inventory.head:
            earlier = read_inventory(own.read_bytes())
            known = {path for paths in earlier.manifest.values() for path in paths}
            missing = [path for path in named - known if int(path.split("/")[0][1:]) <= int(version[1:])]
            if missing:
                found.report("E023", f"the inventory of {version} does not know {missing[0]}")
    used = {digest.lower() for version in inventory.versions for digest in state_digests(inventory, version)}
    if any(digest not in used for digest in inventory.manifest):
        found.report("E107", "the manifest names a file that no version has")


def state_digests(inventory: Inventory, version: str) -> list[str]:
    """The digests that a version's state names."""
    return list(paths_by_digest(inventory.versions[version].get("state")))


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file by an algorithm of OCFL's; empty if the file cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    if algorithm.startswith("blake2b-"):
        return hashlib.blake2b(data, digest_size=int(algorithm[8:]) // 8).hexdigest()
    return hashlib.new(algorithm, data).hexdigest()
