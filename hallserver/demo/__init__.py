# SPDX-License-Identifier: Apache-2.0
"""A hall to look at: rows of a street's service hall, visitors and clerks that behave, the last four hours full."""
