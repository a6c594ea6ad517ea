# SPDX-License-Identifier: Apache-2.0
"""Drivers of cabled raters (评价器): which key a visitor pressed goes to the hall, which alone knows what it means."""
