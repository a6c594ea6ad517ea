# SPDX-License-Identifier: Apache-2.0
"""A manager's screen and a hall display that look on: ``python -m tests.bench.company PORT manager=TOKEN display=KEY``.

Prints ``here`` when each has had a view; ends when its standard input does.
"""

import asyncio
import json
import sys

from websockets.asyncio.client import connect

PROOFS = {"manager": ("manager", "token"), "display": ("hall", "key")}
"""Who → page, and what kind of proof is shown."""


async def look_on(port: int, who: str, secret: str, here: "asyncio.Event") -> None:
    """Connect, sign in and read on for ever."""
    page, proof = PROOFS[who]
    async with connect(f"ws://127.0.0.1:{port}/ws?page={page}&of=main", proxy=None, compression=None, max_size=None) as line:
        await line.send(json.dumps({proof: secret}))
        async for message in line:
            if '"refused"' in str(message)[:60]:
                sys.exit(str(message))
            here.set()


async def main() -> None:
    """Look on until standard input ends."""
    port, heard = int(sys.argv[1]), []
    async with asyncio.TaskGroup() as tasks:
        running = []
        for each in sys.argv[2:]:
            who, _, secret = each.partition("=")
            heard.append(asyncio.Event())
            running.append(tasks.create_task(look_on(port, who, secret, heard[-1])))
        await asyncio.gather(*(here.wait() for here in heard))
        print("here", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for task in running:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
