"""Everything that can go wrong and be told: each error takes the facts, keeps them and words itself.

GozarehError
├── BadInput                what somebody gave cannot be used as it is
│   ├── UnreadableArticle   one article of a batch; names its place
│   ├── ImpossibleDate
│   ├── BadCursor
│   ├── BadPageSize
│   ├── BadFilter
│   │   └── BackwardRange   days that end before they begin
│   ├── QueriesOnly         a mutation where only queries can be asked
│   ├── NoStream            a subscription where one answer is all there is
│   ├── OverLimit           a request larger than one may be
│   │   ├── TooManyFields
│   │   ├── TooDeep
│   │   └── TooExpensive    its price
│   ├── BadDecision         what a person decides that contradicts what is stored
│   │   ├── Conflict        it was decided on something that has changed meanwhile
│   │   └── OutOfTurn       somebody else has to decide it
│   ├── UnreadableRegister  a file of speakers, verdicts or fact-checks; names the line or the object
│   ├── UnusableBackup      a file that nothing can be restored from
│   ├── AlreadyThere        something stands where something new is to be
│   ├── RefusedAddress      an address that nothing is sent to
│   ├── BadSetting
│   └── MissingFile
├── NotFound
│   ├── UnknownSpeaker
│   └── AmbiguousSpeaker
├── NotAllowed
│   ├── MissingKey
│   ├── WrongKey            no key of this service
│   │   ├── ExpiredKey
│   │   └── RevokedKey
│   ├── WrongToken          a bearer token that the issuer did not make for this service
│   ├── NoRole              a token that says nothing of what its bearer may do
│   ├── RoleTooLow
│   └── ScopeMissing
├── RateLimited             too much was asked for in a minute
├── TooManySubscribers      as many follow what comes as one server can serve
│   └── TooManyOfOne        as many of them are one key's, or one address's
├── ServerStops             the process that answers ends
├── TooSlow                 the time of a request has run out
├── BrokenChain             the audit chain is not what was stored
├── BackupFailed            a backup cannot be written, or what is restored cannot be put in its place
├── IssuerUnreachable       nobody can say now whether a token is the issuer's
└── DatabaseProblem
    ├── NotMigrated
    ├── DatabaseBusy
    ├── DatabaseInUse
    ├── DatabaseReadOnly
    ├── DatabaseFull
    └── DatabaseUnreachable
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path


class GozarehError(Exception):
    """The root: `str(error)` is a sentence for the person who can mend it."""


class BadInput(GozarehError):
    """Something given cannot be used as it is."""


class UnreadableArticle(BadInput):
    """One article cannot be read; the others of its batch can."""

    def __init__(self, place: str, problem: str, remedy: str, *, field: str = "text") -> None:
        """`place` is a file, or a file and line; `remedy` says what to do; `field` is the article's field to mend."""
        self.field = field
        self.place = place
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{place}: {problem}; {remedy}")


class ImpossibleDate(BadInput):
    """Words given as a date that are none."""

    def __init__(self, given: str, problem: str = "is not a date") -> None:
        """`given` is the text as it came."""
        self.given = given
        self.problem = problem
        super().__init__(
            f"“{given}” {problem}; write a Gregorian or Jalali day such as 2020-11-17 or 1399-08-27,"
            " with a time after a T if it is known"
        )


class BadCursor(BadInput):
    """A cursor that this list did not make."""

    def __init__(self, given: str) -> None:
        """`given` is the cursor as it came."""
        self.given = given
        super().__init__("this cursor was not made by this list; pass an endCursor that the same list gave")


class BadPageSize(BadInput):
    """A page that is too small or too large."""

    def __init__(self, field: str, given: int, most: int) -> None:
        """`field` is the argument to mend, `most` the largest page there is."""
        self.field = field
        self.given = given
        self.most = most
        super().__init__(f"{field} is {given}; ask for 1 to {most} and page on with cursors")


class BadFilter(BadInput):
    """A filter that cannot be asked for as it is."""

    def __init__(self, field: str, problem: str) -> None:
        """`field` is the filter's field to mend."""
        self.field = field
        self.problem = problem
        super().__init__(f"{field}: {problem}")


class BackwardRange(BadFilter):
    """The days from one to another that is earlier."""

    def __init__(self) -> None:
        """No facts: either of the two may be what is wrong."""
        super().__init__("to", "ends before `from` begins; name a later day, month or year, or leave one of them out")


class QueriesOnly(BadInput):
    """A mutation came in a way in which nothing may be changed."""

    def __init__(self) -> None:
        """No facts: mutations are sent in one way."""
        super().__init__("a mutation is sent with POST; GET is for queries")


class NoStream(BadInput):
    """A subscription came in a way in which there is one answer and no more."""

    def __init__(self) -> None:
        """No facts: it is known how subscriptions are asked for."""
        super().__init__(
            "a subscription is answered as it comes; ask for it with `accept: text/event-stream`, or over a WebSocket"
            " by graphql-transport-ws"
        )


class OverLimit(BadInput):
    """A request that is larger than one may be."""

    def __init__(self, what: str, most: int, remedy: str) -> None:
        """`what` is counted or measured, in the plural; `most` is how many of it there can be."""
        self.what = what
        self.most = most
        self.remedy = remedy
        super().__init__(f"this request has more than {most:,} {what}; {remedy}")


class TooExpensive(OverLimit):
    """A request whose price is over the limit; nothing of it was read."""

    def __init__(self, price: int, limit: int) -> None:
        """`price` and `limit` are in points."""
        self.price = price
        self.limit = limit
        BadInput.__init__(
            self,
            f"this request costs {price:,} points, the limit is {limit:,}; ask for smaller pages (first, last), for"
            " fewer lists inside one another, or in several requests",
        )


class TooManyFields(OverLimit):
    """A selection of more fields at one place than one statement can read."""

    def __init__(self, most: int) -> None:
        """`most` is how many different fields one place can have."""
        self.most = most
        BadInput.__init__(self, f"more than {most} different fields are selected at one place; ask for fewer")


class TooDeep(OverLimit):
    """A selection of lists inside one another, more than one statement can read."""

    def __init__(self, most: int) -> None:
        """`most` is how many lists can be inside one another."""
        self.most = most
        BadInput.__init__(self, f"more than {most} lists are selected inside one another; ask for the inner ones by id")


class BadSetting(BadInput):
    """A setting or an option that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        """`name` is the setting or option as its user types it."""
        self.name = name
        self.problem = problem
        super().__init__(f"{name}: {problem}")


class RefusedAddress(BadInput):
    """An address to which this service sends nothing, or cannot."""

    def __init__(self, part: str, problem: str) -> None:
        """`part` of it is wrong; the address itself is left out: it may hold what nobody else should see."""
        self.part = part
        self.problem = problem
        super().__init__(f"the address {problem}")


class BadDecision(BadInput):
    """What a person decides that cannot be done as it is: a judgement, a note, a correction or a withdrawal."""

    def __init__(self, field: str, problem: str) -> None:
        """`field` is the input's field to mend."""
        self.field = field
        self.problem = problem
        super().__init__(f"{field}: {problem}")


class Conflict(BadDecision):
    """A decision on something that somebody else has changed meanwhile."""


class OutOfTurn(BadDecision):
    """A decision that is somebody else's to make, as a review is of who did not write the note."""


class UnreadableRegister(BadInput):
    """A file of speakers and offices, of verdicts or of fact-checks that cannot be used, or one row of it."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        """`place` is a file with the line or the object in it; `remedy` says what to do."""
        self.place = place
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{place}: {problem}; {remedy}")


class NotFound(GozarehError):
    """Something asked for by name or id is not there."""


class UnknownSpeaker(NotFound):
    """No speaker of this name."""

    def __init__(self, name: str, similar: Sequence[str] = ()) -> None:
        """`similar` is names that are stored and look alike."""
        self.name = name
        self.similar = tuple(similar)
        hint = f"did you mean {' or '.join(f'«{one}»' for one in self.similar)}?" if similar else "no name is like it"
        super().__init__(f"no speaker is called «{name}»; {hint}")


class AmbiguousSpeaker(NotFound):
    """Several speakers of this name: where unsure who is meant, nobody."""

    def __init__(self, name: str, speakers: Sequence[str]) -> None:
        """`speakers` is what tells them apart: the fullest name and the id of each."""
        self.name = name
        self.speakers = tuple(speakers)
        told = ", ".join(self.speakers)
        super().__init__(f"several speakers go by «{name}»: {told}; give a fuller name, or ask by id")


class NotAllowed(GozarehError):
    """The caller may not do this."""


class MissingKey(NotAllowed):
    """No API key came with a request that needs one."""

    def __init__(self) -> None:
        """No facts: nothing came."""
        super().__init__("this needs an API key; send the header “Authorization: Bearer KEY”")


class WrongKey(NotAllowed):
    """An API key that is not, or no longer, valid."""

    def __init__(self, problem: str = "is not valid; ask who runs the service for another") -> None:
        """The key itself is kept nowhere."""
        self.problem = problem
        super().__init__(f"this API key {problem}")


class ExpiredKey(WrongKey):
    """An API key that was valid for a time."""

    def __init__(self, expired_at: datetime) -> None:
        """`expired_at` is the first instant at which it was no longer valid."""
        self.expired_at = expired_at
        told = expired_at.isoformat(timespec="minutes")
        super().__init__(f"has expired at {told}; ask who runs the service for another")


class RevokedKey(WrongKey):
    """An API key that somebody took back for ever."""

    def __init__(self, revoked_at: datetime) -> None:
        """`revoked_at` is when that was."""
        self.revoked_at = revoked_at
        told = revoked_at.isoformat(timespec="minutes")
        super().__init__(f"was revoked at {told} and stays so; ask who runs the service for another")


class WrongToken(NotAllowed):
    """A bearer token that is no valid one of the issuer's for this service."""

    def __init__(self, part: str, problem: str, remedy: str = "log in again for a new one") -> None:
        """`part` is the part of the token or the claim that is wrong; the token itself is kept nowhere."""
        self.part = part
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"this token {problem}; {remedy}")


class NoRole(NotAllowed):
    """A valid token that does not say what its bearer may do here."""

    def __init__(self, claim: str, roles: Sequence[str]) -> None:
        """`claim` is the claim in which a role of `roles` has to stand."""
        self.claim = claim
        self.roles = tuple(roles)
        super().__init__(
            f"this token gives no role; ask who runs the issuer to put one of {', '.join(self.roles)} into its claim"
            f" {claim}"
        )


class RoleTooLow(NotAllowed):
    """A valid key or token whose role does not include this operation."""

    def __init__(self, role: str, needed: str) -> None:
        """`needed` is the least role that may."""
        self.role = role
        self.needed = needed
        super().__init__(f"this needs the role {needed}; yours is {role}")


class ScopeMissing(NotAllowed):
    """A valid key that is limited to other work."""

    def __init__(self, needed: str) -> None:
        """`needed` is the scope that the operation belongs to."""
        self.needed = needed
        super().__init__(f"this needs the scope {needed}; the key is limited to other work")


class TooManySubscribers(GozarehError):
    """As many subscribe as one process lets in."""

    def __init__(self, most: int) -> None:
        """`most` is how many can at a time."""
        self.most = most
        super().__init__(
            f"{most:,} subscriptions are open already; try again later, or ask again and again with a query"
        )


class TooManyOfOne(TooManySubscribers):
    """As many are connected by one key, or from one address without a key, as one may be."""

    def __init__(self, most: int, *, has_key: bool) -> None:
        """`most` is how many one may have; `has_key` is whether that is a key."""
        super().__init__(most)
        self.has_key = has_key
        whose, remedy = ("of this key", "") if has_key else ("from this address", ", or send an API key")
        self.args = (f"{most:,} connections {whose} are open already; end one that is no longer needed{remedy}",)


class ServerStops(GozarehError):
    """The process that answers is about to end; another goes on."""

    def __init__(self) -> None:
        """No facts."""
        super().__init__("this server is about to stop; subscribe again with the cursor that came last as `since`")


class RateLimited(GozarehError):
    """Whoever asks has asked for as much as a minute allows."""

    def __init__(self, limit: int, retry_after_seconds: int, *, has_key: bool) -> None:
        """`limit` is in points a minute; `has_key` tells whether it is that of a key or of an address."""
        self.limit = limit
        self.retry_after_seconds = retry_after_seconds
        self.has_key = has_key
        remedy = "ask for less at a time" if has_key else "or send an API key, which may ask for more"
        super().__init__(
            f"the {limit:,} points of this minute are spent; ask again in {retry_after_seconds} seconds, {remedy}"
        )


class TooSlow(GozarehError):
    """An answer took longer than a request may."""

    def __init__(self, seconds: float) -> None:
        """`seconds` is how long a request may take."""
        self.seconds = seconds
        super().__init__(
            f"this takes longer than {seconds:g} seconds; ask for less at once: smaller pages, fewer lists inside one"
            " another, a narrower where, or no totalCount"
        )


class BrokenChain(GozarehError):
    """The audit chain was altered or cut, or never had what is expected of it."""

    def __init__(self, position: int, problem: str) -> None:
        """`position` is that of the first event that is wrong, or of the last one that was looked at."""
        self.position = position
        self.problem = problem
        super().__init__(
            f"event {position}: {problem}; keep this database as it is, and look for who wrote to it past this service"
        )


class BackupFailed(GozarehError):
    """A backup cannot be written, or what is restored cannot be put in its place; all stays as it was before."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        """`where` is the path of a file, or the database's address without a password."""
        self.where = where
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{where}: {problem}; nothing was changed, {remedy}")


class IssuerUnreachable(GozarehError):
    """The issuer of tokens does not answer, or answers what cannot be used."""

    def __init__(self, issuer: str, problem: str) -> None:
        """`issuer` is its address; the token that was asked about is kept nowhere."""
        self.issuer = issuer
        self.problem = problem
        super().__init__(f"the issuer {issuer} {problem}; check GOZAREH_OIDC_ISSUER")


class DatabaseProblem(GozarehError):
    """The database cannot do its work."""


class NotMigrated(DatabaseProblem):
    """The database's tables are not those of this version."""

    def __init__(self, found: str | None, expected: str) -> None:
        """`found` None is a database without any migration."""
        self.found = found
        self.expected = expected
        state = f"is at migration {found}" if found else "has no tables yet"
        super().__init__(f"the database {state}, this version needs {expected}; run: gozareh db upgrade")


class DatabaseBusy(DatabaseProblem):
    """Another process holds the database."""

    def __init__(self) -> None:
        """No facts: the database does not say who."""
        super().__init__("another process is writing to the database; try again in a moment")


class DatabaseInUse(DatabaseProblem):
    """Other processes have the database open, which is to be replaced."""

    def __init__(self, where: str) -> None:
        """`where` is its address without a password."""
        self.where = where
        super().__init__(
            f"other processes have the database {where} open; stop gozareh serve and whatever else uses it, and restore"
            " again"
        )


class DatabaseReadOnly(DatabaseProblem):
    """The database can be read and not written."""

    def __init__(self) -> None:
        """No facts: who runs the service knows where it is."""
        super().__init__("the database can only be read at the moment, and nothing was stored; try again later")


class DatabaseFull(DatabaseProblem):
    """The disk that holds the database has no room."""

    def __init__(self) -> None:
        """No facts, as above."""
        super().__init__("the disk of the database is full, and nothing was stored; try again later")


class DatabaseUnreachable(DatabaseProblem):
    """The database does not answer or cannot be opened."""

    def __init__(self, where: str, problem: str) -> None:
        """`where` is its address without a password."""
        self.where = where
        self.problem = problem
        super().__init__(f"cannot open the database {where}: {problem}; check GOZAREH_DATABASE_URL")


class UnusableBackup(BadInput):
    """A file that is no backup, is damaged, or does not suit this version or this database."""

    def __init__(self, path: Path, problem: str, remedy: str = "restore from another backup") -> None:
        """`path` is the file's; nothing was restored."""
        self.path = path
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{path}: {problem}; nothing was restored, {remedy}")


class AlreadyThere(BadInput):
    """A file or a database stands where another is to be, and nobody said that it may be replaced."""

    def __init__(self, what: str, remedy: str) -> None:
        """`what` is the file's path, or the database's address without a password."""
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} is there already; {remedy}")


class MissingFile(BadInput):
    """A path that leads nowhere."""

    def __init__(self, path: Path) -> None:
        """`path` is as it was given."""
        self.path = path
        super().__init__(f"{path}: there is no such file or folder; check the path")
