"""The life of webhooks: registered, changed, given another secret, replayed, deleted.

Every function works inside the caller's transaction and leaves an audit event for administrators, in which neither a
secret nor the path of an address stands. What a webhook subscribes to and where it leads is checked before.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from api.context import Context
from api.webhook_addresses import Addresses
from api.webhook_following import Follower, Later, Subscribed, Unfit
from db.paging import order_of
from db.sessions import WriteSession
from db.tables import WebhookRow
from db.webhook_deliveries import skip_failed, wait_again
from db.webhooks import add_webhook, change_webhook, count_webhooks, held_webhook, remove_webhook, webhook_by_id
from domain.audit import Audience, Facts, digest
from domain.errors import BadDecision, RefusedAddress
from domain.webhooks import SECRET_BYTES, DeliveryState, WebhookState, secret_of
from ingest.acting import Acting, check_words

LONGEST_NAME = 200
"""Code points: of a newsroom with the program that it runs."""
_WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Where webhooks are checked; at most so many may be registered."""

    follower: Follower
    addresses: Addresses
    most: int
    wake: Callable[[], None]
    """Lets what waits be told at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A webhook as somebody wants it, checked: `place` is now, for a subscription that they may follow."""

    url: str
    subscribed: Subscribed
    place: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A webhook with its secret, to be shown once."""

    id: UUID
    secret: str = field(repr=False)


async def check_wanted(context: Context, url: str, subscribed: Subscribed) -> Wanted:
    """The webhook, where whoever asks may follow the subscription and the address may be sent to.

    Raises BadDecision.
    """
    assert context.webhooks is not None  # noqa: S101 - an application has it
    viewer = await context.viewer()
    if viewer is None or viewer.id is None or viewer.issuer is not None:
        raise BadDecision("document", "is followed by the rights of an API key; ask with a key, not with a token")
    try:
        await context.webhooks.addresses.check(url)
    except RefusedAddress as refused:
        raise BadDecision("url", refused.problem) from refused
    try:
        place = await context.webhooks.follower.begin(subscribed, context)
    except Unfit as unfit:
        raise BadDecision("document", f"cannot be followed: {unfit.problem}") from unfit
    except Later as later:
        raise BadDecision("document", f"cannot be checked now; try again in {later.seconds:g} seconds") from later
    return Wanted(url, subscribed, place)


async def stored_webhook(context: Context, identity: UUID) -> WebhookRow:
    """The webhook of an id. Raises BadDecision."""
    async with context.database.reading() as session:
        return _there(await webhook_by_id(session, identity))


async def register_webhook(acting: Acting, name: str, wanted: Wanted, *, most: int) -> Issued:
    """Register a webhook that tells what comes from now on; at most so many. Raises BadDecision."""
    _check_name(name)
    if await count_webhooks(acting.session) >= most:
        raise BadDecision("name", f"is that of one webhook too many, there are {most}; delete one that nobody needs")
    assert acting.by.id is not None  # noqa: S101 - `check_wanted` has seen the key
    row = WebhookRow(
        id=uuid4(),
        name=name,
        **_told_to(wanted),
        owner_id=acting.by.id,
        secret=_new_secret(),
        created_at=acting.now,
        changed_at=acting.now,
        state=WebhookState.ACTIVE,
        place=wanted.place,
    )
    await add_webhook(acting.session, row)
    acting.record("registerWebhook", _WEBHOOK, row.id, audience=Audience.ADMIN, after=_facts(row))
    return Issued(row.id, row.secret)


async def change_registered(
    acting: Acting,
    identity: UUID,
    *,
    wanted: Wanted | None,
    name: str | None,
    enabled: bool | None,
    skip_the_failed: bool,
) -> None:
    """Change what is given of a webhook, which is its changer's then if something is `wanted`. Raises BadDecision.

    One that is enabled goes on where it stood, with the delivery that failed, or with the next where that is skipped.
    One that is to tell of other things than before begins now, and what waits of those is not sent.
    """
    row = await _held(acting.session, identity)
    if name is not None:
        _check_name(name)
    changes: dict[str, object] = {"name": name or row.name, "changed_at": acting.now}
    if wanted is not None:
        changes |= _told_to(wanted) | {"owner_id": acting.by.id}
        if order_of(wanted.place) != order_of(row.place):
            changes["place"] = wanted.place
    if enabled is True:
        changes |= {"state": WebhookState.ACTIVE, "disabled_at": None, "disabled_reason": None, "failures": 0}
        await _revive(acting, identity, skip_the_failed=skip_the_failed)
    elif enabled is False and row.state == WebhookState.ACTIVE:
        reason = f"{acting.by.name} disabled it"
        changes |= {"state": WebhookState.DISABLED, "disabled_at": acting.now, "disabled_reason": reason}
    await change_webhook(acting.session, identity, changes)
    before, after = _facts(row), _facts(row.model_copy(update=changes))
    acting.record("changeWebhook", _WEBHOOK, identity, audience=Audience.ADMIN, before=before, after=after)


async def rotate_secret(acting: Acting, identity: UUID) -> Issued:
    """Make a webhook's secret anew; for a day deliveries are signed with the old one, too. Raises BadDecision."""
    row = await _held(acting.session, identity)
    secret = _new_secret()
    changes = {"secret": secret, "previous_secret": row.secret, "rotated_at": acting.now}
    await change_webhook(acting.session, identity, changes)
    told = {"name": row.name, "rotated_at": acting.now.isoformat()}
    acting.record("rotateWebhookSecret", _WEBHOOK, identity, audience=Audience.ADMIN, after=told)
    return Issued(identity, secret)


async def delete_webhook(acting: Acting, identity: UUID) -> None:
    """Delete a webhook and its deliveries. Raises BadDecision."""
    row = await _held(acting.session, identity)
    await remove_webhook(acting.session, identity)
    acting.record("deleteWebhook", _WEBHOOK, identity, audience=Audience.ADMIN, before=_facts(row))


async def replay_deliveries(
    acting: Acting, identity: UUID, *, ids: Collection[UUID] | None, since: datetime | None, only_failed: bool
) -> int:
    """Let deliveries be sent again, those of which all that is given holds; how many. Raises BadDecision."""
    await _held(acting.session, identity)
    if ids is None and since is None and not only_failed:
        raise BadDecision("deliveryIds", "is empty; say which deliveries, since when, or those that failed")
    if since is not None and since.tzinfo is None:
        raise BadDecision("since", "has no timezone; end it with Z or an offset such as +03:30")
    states = [DeliveryState.FAILED] if only_failed else None
    count = await wait_again(acting.session, identity, now=acting.now, ids=ids, since=since, states=states)
    if ids is not None and count < len(set(ids)) and since is None and not only_failed:
        raise BadDecision("deliveryIds", "names no delivery of this webhook; pass ids that webhookDeliveries gave")
    told = {"deliveries": count, "since": since.isoformat() if since else None, "only_failed": only_failed}
    acting.record("replayWebhookDeliveries", _WEBHOOK, identity, audience=Audience.ADMIN, after=told)
    return count


def _told_to(wanted: Wanted) -> dict[str, Any]:
    """What is told and where, by its columns."""
    return {
        "url": wanted.url,
        "document": wanted.subscribed.document,
        "operation_name": wanted.subscribed.operation_name,
        "variables": wanted.subscribed.variables,
    }


async def _revive(acting: Acting, identity: UUID, *, skip_the_failed: bool) -> None:
    """Let what failed be tried first, unless it is skipped."""
    if skip_the_failed:
        await skip_failed(acting.session, identity)
    states = [DeliveryState.FAILED, DeliveryState.WAITING]
    await wait_again(acting.session, identity, now=acting.now, states=states)


async def _held(session: WriteSession, identity: UUID) -> WebhookRow:
    return _there(await held_webhook(session, identity))


def _there(row: WebhookRow | None) -> WebhookRow:
    if row is None:
        raise BadDecision("webhookId", "names no webhook; pass an id that webhooks gave")
    return row


def _check_name(name: str) -> None:
    check_words(name, "name", most=LONGEST_NAME)


def _new_secret() -> str:
    return secret_of(token_bytes(SECRET_BYTES))


def _facts(row: WebhookRow) -> Facts:
    """What events tell: the address only as far as its host, as the rest may be a secret of the receiver's."""
    return {
        "name": row.name,
        "host": urlsplit(row.url).hostname,
        "url": digest(row.url),
        "document": digest(row.document),
        "owner": row.owner_id.hex,
        "state": str(row.state),
    }
