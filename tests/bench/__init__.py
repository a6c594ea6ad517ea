# SPDX-License-Identifier: Apache-2.0
"""Measurements. Every figure is a ratio of two things measured in turn in the same run: machines differ, ratios less so."""
