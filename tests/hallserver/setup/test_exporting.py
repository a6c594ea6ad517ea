# SPDX-License-Identifier: Apache-2.0
"""Every file of the set-up can be read back by what reads files of its kind."""

import json
import tomllib

from hallserver.core.deviation import read_layer
from hallserver.core.hall import Hall
from hallserver.core.standard import read_standard
from hallserver.setup.exporting import FILES
from tests.support import Play


def test_each_file_is_what_its_name_says() -> None:
    """Of a hall that has everything, and of one that has nothing yet."""
    hall = Play().hall
    for name, make in FILES.items():
        content = make(hall)
        if name.endswith(".toml"):
            assert tomllib.loads(content.decode())
        elif name.endswith(".json"):
            assert json.loads(content)
        else:
            assert content.startswith(b"PK")
    assert read_standard(FILES["standard.toml"](hall).decode()).hash == hall.rules.hash
    assert read_layer(FILES["layer.toml"](hall).decode()).tier == "hall"
    assert FILES["standard.toml"](Hall()) == b""


def test_the_format_of_a_layer_asks_for_reason_and_author() -> None:
    """An editor says so while somebody types."""
    schema = json.loads(FILES["layer.schema.json"](Hall()))
    assert {"reason", "author", "date"} <= set(schema["$defs"]["DeviationRow"]["required"])
    assert json.loads(FILES["profile.schema.json"](Hall()))["title"] == "profile"
