# SPDX-License-Identifier: Apache-2.0
"""For managers: the live screen, and the figures of a day with their definitions."""
