# SPDX-License-Identifier: Apache-2.0
"""Voices. ``engine`` is the only door to pyttsx3, and runs as a process of its own."""
