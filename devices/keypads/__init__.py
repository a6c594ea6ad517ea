# SPDX-License-Identifier: Apache-2.0
"""Drivers of keypads (叫号器): what a clerk presses goes to the hall, what is to be shown and beeped comes back."""
