# SPDX-License-Identifier: Apache-2.0
"""The shipped root, and the shipped presets: layers of places whose rules are known, to be laid under a district's own."""

from importlib import resources
from importlib.resources.abc import Traversable


def root_text() -> str:
    """Return the shipped unified standard."""
    return resources.files("hallserver").joinpath("standards", "default.toml").read_text(encoding="utf-8")


def presets() -> list[str]:
    """Return the names of the shipped presets."""
    return sorted(it.name.removesuffix(".toml") for it in _folder().iterdir() if it.name.endswith(".toml"))


def preset_text(name: str) -> str:
    """Return the layer of a shipped preset. Raises KeyError for a name that is none."""
    if name not in presets():
        raise KeyError(name)
    return _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")


def _folder() -> Traversable:
    return resources.files("hallserver").joinpath("standards", "presets")
