"""Signatures made and checked by other people's programs: ssh-keygen and minisign."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from stagebrief.diagnostics import error
from stagebrief.errors import ToolchainError, UsageError

NAMESPACE = "stagebrief-release"
"""What an SSH signature is for; one made for something else is refused."""

PATIENCE = 120.0
"""Seconds that a program may take: it may ask for a passphrase."""


def sign_file(path: Path, key: Path) -> Mapping[str, bytes]:
    """Sign the file with a private key of SSH or of minisign; the signature by what its file's name ends with.

    Raises UsageError if the key is none or the program refuses it, ToolchainError if the program is not here.
    """
    if not key.is_file():
        hint = "name a private key of SSH (such as ~/.ssh/id_ed25519) or of minisign"
        raise UsageError([error("key-exists", f"there is no key {key}", None, hint)])
    if key.read_bytes().startswith(b"untrusted comment:"):
        with tempfile.TemporaryDirectory(prefix="stagebrief-") as folder:
            result = Path(folder) / "signature"
            run(["minisign", "-S", "-s", str(key), "-m", str(path), "-x", str(result)], key)
            return {".minisig": result.read_bytes()}
    data = run(["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE], key, path.read_bytes())
    return {".sig": data}


def run(command: list[str], key: Path, data: bytes | None = None) -> bytes:
    """What the program prints; it may ask for the key's passphrase at the terminal."""
    found = program(command[0])
    try:
        result = subprocess.run([found, *command[1:]], input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise UsageError([error("key-is-usable", f"{command[0]} gives no answer for the key {key}")]) from None
    if result.returncode != 0:
        said = (result.stderr or result.stdout).decode("utf-8", "replace").strip().splitlines()
        hint = "look whether it is a private key, and unlock it with ssh-add"
        message = f"the key {key} cannot sign: {said[-1] if said else 'unknown reason'}"
        raise UsageError([error("key-is-usable", message, None, hint)])
    return result.stdout


def program(name: str) -> str:
    """The path of a program; raises ToolchainError if it is not installed."""
    found = shutil.which(name)
    if found is None:
        hint = "install it with the system's package manager (openssh-client, minisign)"
        raise ToolchainError([error("program-exists", f"'{name}' is not installed", None, hint)])
    return found


def check_signature(path: Path, signature: Path, signers: Path | None) -> tuple[bool, str]:
    """Whether the signature is good for the file, and who has signed or what is wrong.

    `signers` is a file of allowed signers as SSH has them, or a public key of minisign; without it a good SSH signature
    says only which key has signed.
    """
    if signature.suffix == ".minisig":
        if signers is None or not signers.read_bytes().startswith(b"untrusted comment:"):
            return False, "a minisign public key is needed to check it"
        return answer(["minisign", "-V", "-q", "-p", str(signers), "-m", str(path), "-x", str(signature)], b"")
    data = path.read_bytes()
    if signers is None:
        return answer(["ssh-keygen", "-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)], data)
    options = ["-f", str(signers), "-s", str(signature)]
    known, who = answer(["ssh-keygen", "-Y", "find-principals", *options], data)
    if not known:
        return False, "none of the allowed signers has made it"
    name = who.splitlines()[0].strip()
    return answer(["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-I", name, *options], data)


def answer(command: list[str], data: bytes) -> tuple[bool, str]:
    """Whether the program ends well, and the first line that it prints."""
    found = program(command[0])
    try:
        result = subprocess.run([found, *command[1:]], input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False, f"{command[0]} gives no answer"
    said = (result.stdout or result.stderr).decode("utf-8", "replace").strip().splitlines()
    return result.returncode == 0, said[0] if said else ""
