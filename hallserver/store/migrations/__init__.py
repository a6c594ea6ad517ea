# SPDX-License-Identifier: Apache-2.0
"""Numbered steps from an older database to this one, each in one transaction."""
