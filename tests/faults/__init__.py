# SPDX-License-Identifier: Apache-2.0
"""Harm done to the real thing: each protection, and the same run without it, which must fail."""
