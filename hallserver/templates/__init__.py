# SPDX-License-Identifier: Apache-2.0
"""Set-ups that ``hallserver init --template`` begins with: the sizes of hall that the guide on the screen offers, as rows."""

from collections.abc import Callable
from functools import partial

from hallserver.templates.halls import HALLS
from hallserver.templates.rows import Rows, rows_of
from hallserver.templates.station import station

TEMPLATES: dict[str, Callable[[], dict[str, Rows]]] = {size.slug: partial(rows_of, size) for size in HALLS} | {"station": station}
"""Name on the command line → the rows of every section, in the order in which they are set up; the hall's own lacks its slug."""
