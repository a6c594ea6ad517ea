# SPDX-License-Identifier: Apache-2.0
"""The agent's key file: a JSON object, agent slug → key, readable by its owner alone (mode 0600)."""

import os
from pathlib import Path

import msgspec

from devices.posix_only import sync_folder


def read_key(path: Path, agent: str) -> str:
    """Return the key that this agent was given, or an empty string when it is not paired yet."""
    if not path.exists():
        return ""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str]).get(agent, "")


def write_key(path: Path, agent: str, key: str) -> None:
    """Keep the agent's key beside those of other agents. The file is whole at every moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}
    keys[agent] = key
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keys)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
