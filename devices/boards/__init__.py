# SPDX-License-Identifier: Apache-2.0
"""LED boards over counters and of whole zones, on RS-485, RS-232 or TCP.

A board is told all that it shows, again and again, never a change: what noise spoilt is right with the next frame.
Frames are pure functions, one module per family (``pingan.py``, ``zhongyi.py``, ``onbon.py``); ``led_board.py`` drives
them all by a table; ``emulator.py`` plays their cards. What is done, open and left out: ``quality.toml``.
"""
