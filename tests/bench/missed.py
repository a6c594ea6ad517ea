# SPDX-License-Identifier: Apache-2.0
"""Why a goal is missed: name of the benchmark → where the time goes, and what bringing it nearer would cost. Markdown, by hand."""

WHY: dict[str, str] = {
    "replay-real-day": (
        "Each command of the day is awaited alone, so nothing is shared. Of its 440 µs, 220 are the transaction itself: the limit's row"
        " goes to one table, ours to the journal and the three tables of the reports with their UNIQUE indexes, 7 pages instead of 2"
        " (130 µs of commit become 175, 16 µs of statements 55). Some 100 are the loop: the rules, the fold, the seal, the answer. The"
        " other 120 are two hand-overs, to the writer's thread and back: without them a slow disk would hold every screen. Letting the"
        " tables follow later would, by estimate, bring it to 2.4, and reports that are behind the journal; so it stays."
    ),
    "thirty-clerks": (
        "About 1.9, on a busy machine above 2. The clerk who is heard first has a commit of 5 ms alone, the other 29 wait for it and share"
        " the second; deciding and answering 30 calls on the one core takes 30 × 0.45 ms, of which the bare handler has 0.27. A group"
        " that begins one turn of the loop later would take all thirty into one commit, at the price of that turn for everybody else."
    ),
}
