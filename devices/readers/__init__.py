# SPDX-License-Identifier: Apache-2.0
"""Readers: ID cards that are laid down, codes that are shown."""
