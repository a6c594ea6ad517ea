# SPDX-License-Identifier: Apache-2.0
"""What the figures of ratings are made from, in a form that can be added up over days and halls; what is counted, ``kpi_ratings`` says."""

from msgspec import Struct, field, structs

from reports.bins import add_counts


class LaterStars(Struct, array_like=True):
    """A rating that replaces one of an earlier day: that day, and the stars that count no more."""

    replaced_day: str
    stars: int
    excluded: str = ""
    """Why it had not counted before either; empty: it had."""
    fair: bool = False
    """It was 基本满意 where that does not count as satisfied."""


class LaterLeg(Struct, array_like=True):
    """A leg of an earlier day that was rated on this one."""

    leg_day: str
    rateable: bool
    rated_day: str
    """The last earlier day on which it was rated as well; empty: none."""


class RatingTally(Struct, array_like=True):
    """Ratings given on a day, or in a period; those that reach back before it are kept apart until the period is known."""

    stars: list[int] = field(default_factory=lambda: [0] * 6)
    """How many valid ratings of 0 (none) … 5 stars."""
    replaced: int = 0
    rated: int = 0
    """Rateable legs that were rated."""
    others: int = 0
    """Rated legs that are not among the rateable."""
    later_stars: list[LaterStars] = field(default_factory=list)
    later_legs: list[LaterLeg] = field(default_factory=list)
    acts: int = 0
    """What could be rated and was, by the visitor: legs and closed cases, each for itself."""
    closed: int = 0
    """Cases whose close was noted."""
    later_acts: list[LaterLeg] = field(default_factory=list)
    """The same of legs and closed cases of earlier days."""
    follow_ups: int = 0
    follow_bad: int = 0
    """Of the follow-ups: bad ones."""
    doubted: int = 0
    defaults: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    """Why → ratings that two persons left out of the figures."""
    acts_others: int = 0
    """What was rated and is not among what could be."""
    same_day: int = 0
    """Of the closed cases: done on the business day of their leg."""
    fair: int = 0
    """Of the valid ratings: 基本满意 where that does not count as satisfied (``eval.good_min`` when they were given)."""
    by: dict[str, dict[str, "RatingTally"]] = field(default_factory=dict)
    """``counters``, ``clerks``, ``services``, ``items`` → which → its ratings, without what stands beside them."""

    def add(self, other: "RatingTally") -> None:
        """Put the ratings of another day or hall to these."""
        self.add_apart(other.by)
        self.stars = [mine + more for mine, more in zip(self.stars, other.stars, strict=True)]
        self.replaced += other.replaced
        self.rated += other.rated
        self.others += other.others
        if other.later_stars or other.later_legs or other.later_acts:
            self.later_stars += other.later_stars
            self.later_legs += other.later_legs
            self.later_acts += other.later_acts
        self.acts += other.acts
        self.closed += other.closed
        self.follow_ups += other.follow_ups
        self.follow_bad += other.follow_bad
        self.doubted += other.doubted
        self.defaults += other.defaults
        if other.left_out:
            add_counts(self.left_out, other.left_out)
        self.acts_others += other.acts_others
        self.same_day += other.same_day
        self.fair += other.fair

    def add_apart(self, by: dict[str, dict[str, "RatingTally"]]) -> None:
        """Put what another tells apart to these, and nothing else of it."""
        for kind, places in by.items():
            mine = self.by.setdefault(kind, {})
            for slug, tally in places.items():
                (mine.get(slug) or mine.setdefault(slug, RatingTally())).add(tally)

    def since(self, day: str) -> "RatingTally":
        """Return the tally as it counts in a period that begins with this day: each leg once, and only the last of its ratings."""
        stars, replaced, rated, others, fair = list(self.stars), self.replaced, self.rated, self.others, self.fair
        left_out = dict(self.left_out)
        for it in self.later_stars:
            if it.replaced_day >= day:
                stars[it.stars] -= not it.excluded
                fair -= it.fair and not it.excluded
                add_counts(left_out, {it.excluded: -1} if it.excluded else {})
                replaced += 1
        for leg in self.later_legs:
            if leg.rated_day < day:
                known = leg.rateable and leg.leg_day >= day
                rated, others = rated + known, others + (not known)
        first = [it for it in self.later_acts if it.rated_day < day]
        counted = sum(it.rateable and it.leg_day >= day for it in first)
        kept = {why: n for why, n in sorted(left_out.items()) if n}
        counts = {"stars": stars, "replaced": replaced, "fair": fair, "rated": rated, "others": others, "left_out": kept}
        acts = {"acts": self.acts + counted, "acts_others": self.acts_others + len(first) - counted}
        return structs.replace(self, **counts, **acts, later_stars=[], later_legs=[], later_acts=[], by={})

    def apart_since(self, day: str) -> dict[str, dict[str, "RatingTally"]]:
        """Return what is told apart, as it counts in a period that begins with this day."""
        return {kind: {slug: tally.since(day) for slug, tally in places.items()} for kind, places in self.by.items()}
