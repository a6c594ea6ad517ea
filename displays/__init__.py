# SPDX-License-Identifier: Apache-2.0
"""What visitors see, hear and touch: kiosk, hall display, counter display, rating page, ticket page."""
