# SPDX-License-Identifier: Apache-2.0
"""A place to learn: a hall of its own with pretend visitors, lessons to tick off, and a frame on every screen."""
