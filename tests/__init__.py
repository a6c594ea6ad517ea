# SPDX-License-Identifier: Apache-2.0
"""The tests: a mirror of the five packages, and whole days, faults, browser stories and habits beside it."""
