"""The entity of corrections: what people put right in claims, as it was and as it is since."""

from collections.abc import Callable, Mapping
from functools import partial

from db.reading import articles
from db.reading.entities import Embedded, Entity, Leaf, Order, ToOne
from db.reading.leaves import closed, identity, instants, plain
from db.reading.values import enum_name
from db.tables import CorrectionRow
from domain.node_ids import node_id

type _Finish = Callable[[object], object]


def _fact(name: str, finish: _Finish | None, facts: Mapping[str, object]) -> object:
    """One of the facts of a correction; None where it tells no such thing."""
    value = facts.get(name)
    return value if finish is None or value is None else finish(value)


def _facts(column: str) -> Embedded:
    """A correction's facts as clients read them."""
    finishes: Mapping[str, tuple[str, _Finish | None]] = {
        "start": ("start", None),
        "end": ("end", None),
        "cue_start": ("cue_start", None),
        "cue_end": ("cue_end", None),
        "mention_start": ("mention_start", None),
        "mention_end": ("mention_end", None),
        "speaker_id": ("speaker", partial(node_id, "speaker")),
        "said_on": ("day", None),
        "said_on_precision": ("precision", enum_name),
        "kind": ("kind", enum_name),
        "is_statement": ("is_statement", None),
    }
    leaves = {
        field: Leaf(column, partial(_fact, name, finish), is_json=True) for field, (name, finish) in finishes.items()
    }
    return Embedded(leaves, "CorrectedValue")


CORRECTION: Entity = Entity(
    "correction",
    CorrectionRow,
    Order("corrections", ("made_at", "id"), descending=True),
    {
        "id": identity("correction"),
        **plain("reason", "author"),
        **closed("field"),
        **instants("made_at"),
    },
    embedded={"before": _facts("before"), "after": _facts("after")},
    ones={"claim": ToOne(lambda: articles.CLAIM, lambda correction, claim: claim.c.id == correction.c.claim_id)},
)
