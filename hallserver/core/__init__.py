# SPDX-License-Identifier: Apache-2.0
"""Pure rules of the hall: values in, events out; no I/O, clock or chance."""
