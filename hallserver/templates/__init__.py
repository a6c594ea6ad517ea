# SPDX-License-Identifier: Apache-2.0
"""Set-ups that ``hallserver init --template`` begins with: rows of every section, complete enough to open the doors."""

from collections.abc import Callable

from hallserver.templates.station import Rows, station

TEMPLATES: dict[str, Callable[[], dict[str, Rows]]] = {"station": station}
"""Name on the command line → the rows of every section but the hall's own name, which ``init`` is told."""
