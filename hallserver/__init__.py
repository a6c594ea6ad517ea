# SPDX-License-Identifier: Apache-2.0
"""The hall server: rules, memory and door of a queue-and-counter hall."""

__version__ = "0.1.0"
