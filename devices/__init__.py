# SPDX-License-Identifier: Apache-2.0
"""Everything with a cable: its own process on any box of the hall's network, talking only the wire."""
