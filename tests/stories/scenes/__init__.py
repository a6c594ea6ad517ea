# SPDX-License-Identifier: Apache-2.0
"""A real day's trouble, a scene each: through the real screens, on the real server, with a clock that the scene moves."""
