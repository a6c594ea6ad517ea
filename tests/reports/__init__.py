# SPDX-License-Identifier: Apache-2.0
"""Tests of the reports: figures by hand and by brute force, and every format read back."""
