# SPDX-License-Identifier: Apache-2.0
"""Why a goal is missed: name of the benchmark → where the time goes, and what bringing it nearer would cost. Markdown, by hand."""

WHY: dict[str, str] = {
    "week": (
        "106 MB at the highest moment, which is each morning's sign-in: scrypt takes 33.5 MB for a third of a second, and that is what"
        " protects the passwords. Below it lie 72 MB: 50 of them interpreter and imports (8 cryptography, 10 asyncio with OpenSSL),"
        " 5 a hundred screens, 5 a day's 1,000 tickets, 4 the idempotency keys of two days, the rest SQLite's and the allocator's"
        " reserves. Loading cryptography only where it is used would bring 8 MB on a hall without HTTPS alone, so it was left."
    ),
}
