# SPDX-License-Identifier: Apache-2.0
"""Tests of the house itself. Each rule is a function from sources to sins, and is tried on a planted sin as well."""
