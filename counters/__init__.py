# SPDX-License-Identifier: Apache-2.0
"""What clerks and guides see and press."""
