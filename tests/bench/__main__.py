# SPDX-License-Identifier: Apache-2.0
"""`make bench`: what a durable ticket costs over HTTP, beside a Tornado server that does nothing.

Both servers are processes of their own and are loaded in turn, round by round, by the same client. The hall is the
real demo hall, empty and open: journal on disk, `synchronous=FULL`, every answer after its commit.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.load import Request, Round, load, post
from tests.support import STANDARD

ROUNDS = 5
REQUESTS = 1000
CONNECTIONS = (1, 32)
PATIENCE_S = 60.0


@contextmanager
def bare() -> Iterator[int]:
    """Run the yardstick; give its port."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.bare"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.communicate()


@contextmanager
def hall(folder: Path) -> Iterator[dict[str, Any]]:
    """Run a demo hall without visitors; give what its demo.json says."""
    command = [sys.executable, "-m", "hallserver", "demo", "--still", "--data", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield _ready(folder / "demo.json", process)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _ready(written: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Return what the demo wrote, once its door answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            told: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
            with urllib.request.urlopen(f"{told['base']}/healthz", timeout=5):  # noqa: S310 - our own loopback address
                return told
        except (OSError, ValueError):
            time.sleep(0.05)
    sys.exit("the demo hall did not open its door")


def without_kiosk_limit(told: dict[str, Any]) -> None:
    """Put a standard in force whose kiosks are as quick as they are asked: the shipped one gives one number in five seconds."""
    name, password = next((it["name"], it["password"]) for it in told["accounts"] if "system-admin" in it["roles"])
    token = _asked(told, "/api/v1/session", {"name": name, "password": password}, "")["token"]
    for command, fields in (("close-day", {"rest": "left"}), ("adopt-standard", {"text": STANDARD}), ("open-day", {})):
        _asked(told, f"/api/v1/commands/{command}", fields, token)


def _asked(told: dict[str, Any], path: str, fields: dict[str, str], token: str) -> dict[str, Any]:
    """Return the answer to one POST."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    asked = urllib.request.Request(told["base"] + path, json.dumps(fields).encode(), headers)  # noqa: S310 - our own loopback address
    with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 - the same
        said: dict[str, Any] = json.load(answer)
    return said


def take_ticket(told: dict[str, Any]) -> Request:
    """Return the maker of take-ticket requests from the demo's first kiosk, each with its own key, over its services in turn."""
    key = next(device["key"] for device in told["devices"] if device["kind"] == "kiosk")
    host = told["base"].partition("://")[2]
    asked = urllib.request.Request(f"{told['base']}/api/v1/views/kiosk", headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own loopback address
        seen = json.load(answer)
    bodies = [json.dumps({"services": [row["slug"]]}).encode() for row in seen.get("view", seen)["services"]]

    def request(number: int) -> bytes:
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": f"bench-{number}"}
        return post("/api/v1/commands/take-ticket", host, bodies[number % len(bodies)], headers)

    return request


def echo(port: int) -> Request:
    """Return the maker of requests to the yardstick."""
    asked = post(
        "/", f"127.0.0.1:{port}", b'{"services":["a-service"]}', {"Authorization": "Bearer " + "x" * 43, "Idempotency-Key": "bench"}
    )
    return lambda _number: asked


async def compare(bare_port: int, told: dict[str, Any]) -> None:
    """Load both in turn and print the figures of each number of connections."""
    port, ticket = int(told["base"].rpartition(":")[2]), take_ticket(told)
    number = 0
    for connections in CONNECTIONS:
        rounds: list[tuple[Round, Round]] = []
        for _ in range(ROUNDS):
            plain = await load(bare_port, echo(bare_port), requests=REQUESTS, connections=connections)
            durable = await load(port, ticket, requests=REQUESTS, connections=connections, first=number)
            number += REQUESTS
            rounds.append((plain, durable))
        _print(connections, rounds)


def _print(connections: int, rounds: list[tuple[Round, Round]]) -> None:
    """Print one line: the median of the rounds' ratios, their range, and what they were made of."""
    ratios = sorted(plain.per_s / durable.per_s for plain, durable in rounds)
    plain, durable = rounds[len(rounds) // 2]
    print(
        f"take-ticket, {connections} at once: a durable ticket costs {statistics.median(ratios):.2f} bare requests"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(rounds)} rounds of {REQUESTS});"
        f" one round: bare {plain.per_s:.0f}/s p99 {plain.percentile_ms(0.99):.1f} ms,"
        f" ticket {durable.per_s:.0f}/s p99 {durable.percentile_ms(0.99):.1f} ms"
    )


def main() -> None:
    """Run the measurements."""
    with tempfile.TemporaryDirectory() as folder, bare() as bare_port, hall(Path(folder) / "hall") as told:
        without_kiosk_limit(told)
        asyncio.run(compare(bare_port, told))


if __name__ == "__main__":
    main()
