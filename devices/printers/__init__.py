# SPDX-License-Identifier: Apache-2.0
"""Ticket printers. ``escpos_printer`` is the only door to python-escpos."""
