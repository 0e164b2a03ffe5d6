"""OpenID Connect: who somebody is for whom an issuer vouches with a signed token."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from joserfc.errors import ClaimError, ExpiredTokenError, JoseError, MissingClaimError, SecurityWarning
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry, extract_compact
from joserfc.jwt import JWTClaimsRegistry, decode

from api.oidc_keys import ALGORITHMS, IssuerKeys
from domain.errors import NoRole, WrongToken
from domain.ids import person_id
from domain.roles import Actor, Role
from domain.text import ZWNJ, is_storable

MOST_TOKEN = 16_000
"""Characters: several times a token with a name and some roles, and what web servers take of a header."""
LEEWAY_SECONDS = 30
"""How far the issuer's clock may be from ours."""
_LONGEST_NAME = 100
_LONGEST_SUBJECT = 255
"""Source: OpenID Connect Core 1.0, section 2, `sub`."""
_TYPES = {"jwt", "at+jwt", "application/at+jwt"}
"""What a token may say that it is; others, such as a notice of a log-out, are signed by the same keys."""
_REGISTRY = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
_NOT_OURS = "is no token of the issuer's"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose tokens are taken: the issuer's for an audience, with the role in a claim of this name."""

    issuer: str
    audience: str
    role_claim: str


class Issuer:
    """Recognises the people of one issuer by their tokens."""

    def __init__(self, trust: Trust, keys: IssuerKeys) -> None:
        """Verify signatures by the issuer's `keys`."""
        self._trust = trust
        self._keys = keys

    async def recognise(self, token: str, *, now: datetime) -> Actor:
        """Who bears a token. Raises WrongToken, NoRole and IssuerUnreachable."""
        kid, algorithm = _signed_by(token)
        key = await self._keys.find(kid, algorithm)
        if key is None:
            raise WrongToken("kid", "is signed by a key that the issuer does not have")
        claims = _verified(token, key)
        self._check(claims, now=now)
        return Actor(
            name=f"{_name(claims)} ({urlsplit(self._trust.issuer).netloc})",
            id=person_id(self._trust.issuer, claims["sub"]),
            role=self._role(claims),
            issuer=self._trust.issuer,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._keys.close()

    def _check(self, claims: dict[str, Any], *, now: datetime) -> None:
        """Raise WrongToken unless the token is the issuer's, for this service, and of this time."""
        wanted = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._trust.issuer},
            aud={"essential": True, "value": self._trust.audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            wanted.validate(claims)
        except ExpiredTokenError as error:
            raise WrongToken("exp", "has expired") from error
        except MissingClaimError as error:
            raise WrongToken(
                error.claim, f"does not tell {error.claim}", "ask who runs the issuer to put it in"
            ) from error
        except ClaimError as error:
            raise self._wrong(error.claim) from error
        if len(claims["sub"]) > _LONGEST_SUBJECT or not is_storable(claims["sub"]):
            raise WrongToken("sub", "has a sub that is none", "ask who runs the issuer")

    def _wrong(self, claim: str) -> WrongToken:
        match claim:
            case "iss":
                return WrongToken("iss", "is another issuer's", f"log in at {self._trust.issuer}")
            case "aud":
                return WrongToken("aud", "is for another service", f"ask for one whose aud is {self._trust.audience}")
            case "nbf" | "iat":
                return WrongToken(claim, "is not valid yet", "check the clock of who issued it")
        return WrongToken(claim, f"has a {claim} that is none", "ask who runs the issuer")

    def _role(self, claims: Mapping[str, Any]) -> Role:
        """The highest role that the token gives. Raises NoRole."""
        given = claims.get(self._trust.role_claim)
        named = given if isinstance(given, list) else [given]
        known = [role for role in Role if role.value in named]
        if not known:
            raise NoRole(self._trust.role_claim, list(Role))
        return known[-1]


def _signed_by(token: str) -> tuple[str | None, str]:
    """The id of the key by which a token says that it is signed, and the algorithm. Raises WrongToken."""
    if len(token) > MOST_TOKEN:
        raise WrongToken("length", f"is longer than {MOST_TOKEN:,} characters", "ask who runs the issuer")
    try:
        header = extract_compact(token.encode(), registry=_REGISTRY).headers()
        kid, algorithm, kind = header.get("kid"), header.get("alg"), header.get("typ", "JWT")
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        raise WrongToken("form", _NOT_OURS, "send an API key or a token of the issuer") from error
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise WrongToken("alg", "is not signed as it has to be", f"sign by one of {', '.join(ALGORITHMS)}")
    if not isinstance(kid, str | None) or not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise WrongToken("typ", _NOT_OURS, "send an access token or an ID token")
    return kid, algorithm


def _verified(token: str, key: Key) -> dict[str, Any]:
    """What a token says, once its signature is found to be right. Raises WrongToken."""
    try:
        with warnings.catch_warnings():
            # EdDSA has another name since RFC 9864; issuers still sign by the old one.
            warnings.simplefilter("ignore", SecurityWarning)
            return decode(token, key, registry=_REGISTRY).claims
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise WrongToken("signature", "is not signed by the issuer") from error


def _name(claims: Mapping[str, Any]) -> str:
    """What people call the bearer, in one line of letters that are seen."""
    given = [claims.get("preferred_username"), _email(claims), claims.get("name"), claims["sub"]]
    names = (_shown(one) for one in given if isinstance(one, str))
    return next(filter(None, names), "-")


def _email(claims: Mapping[str, Any]) -> object:
    return claims.get("email") if claims.get("email_verified", True) is True else None


def _shown(name: str) -> str:
    seen = "".join(one for one in name if one == ZWNJ or one.isspace() or category(one)[0] != "C")
    return " ".join(seen.split())[:_LONGEST_NAME].strip()
