# SPDX-License-Identifier: Apache-2.0
"""The door: HTTP and WebSocket, the only place of the server that knows Tornado. Start at ``server.make_web``."""
