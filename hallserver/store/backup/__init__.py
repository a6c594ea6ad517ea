# SPDX-License-Identifier: Apache-2.0
"""Backup and restore: a segment every minute, a full copy every night, each sealed; ``restore.restore`` is the way back."""
