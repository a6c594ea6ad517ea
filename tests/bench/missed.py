# SPDX-License-Identifier: Apache-2.0
"""Why a goal is missed: name of the benchmark → where the time goes, and what bringing it nearer would cost. Markdown, by hand."""

WHY: dict[str, str] = {}
