# SPDX-License-Identifier: Apache-2.0
"""How much of the languages and looks is swept; apart from what looks, so that it costs nothing to whoever only sets it."""


class Sweep:
    """One setting for a run of the tests."""

    whole = False
    """Everything in every language, light and dark, also what covers a screen: ``--long`` says so."""
