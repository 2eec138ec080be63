"""Who is at this browser: a class's tablet, a volunteer, a trainer, somebody at this machine; it refuses nobody."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from typing import Final, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, g, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app import current
from app.records import roster
from app.records.identity import BOOT
from app.records.tables import Device, Staff
from app.web import lasting
from app.web.contacts import Contact, Contacts

ANYBODY: Final = "anybody"
LOCAL: Final = "local"
DEVICE: Final = "device"
VOLUNTEER: Final = "volunteer"
TRAINER: Final = "trainer"
ROLES: Final = (ANYBODY, LOCAL, DEVICE, VOLUNTEER, TRAINER)

TABLET_COOKIE: Final = "bandaojia_tablet"
TABLET_HEADER: Final = "X-Tablet"
"""In which a tablet's script sends the same token, for clocks at which cookies end."""
STAYS: Final = timedelta(days=400)
"""How long a tablet stays enrolled without a visit; every enrolment starts it anew."""

_OUR_NAMES: Final = {"localhost", "127.0.0.1", "::1"}


def dress(app: Flask) -> None:
    """Give every template `member()`, who is signed in, and `demo_here()`, whether what is seen is invented."""
    app.jinja_env.globals.update(member=staff, demo_here=demo)


def roles() -> frozenset[str]:
    """What this browser may count as, one or more of ROLES; anybody is always one of them."""
    found = {ANYBODY}
    if local():
        found.add(LOCAL)
    if device() is not None:
        found.add(DEVICE)
    if (member := staff()) is not None:
        found.add(member.role)
    return frozenset(found)


def local() -> bool:
    """Whether the visit comes from this very machine, by its own name and not through another server.

    The name counts because a page of a stranger can point its own name at this machine's address.
    """
    if "Forwarded" in request.headers or "X-Forwarded-For" in request.headers:
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback and urlsplit(f"//{request.host}").hostname in _OUR_NAMES


def device() -> Device | None:
    """The tablet this browser was enrolled as, with its classroom and site; None when it is none or was let go."""
    if "device" not in g:
        g.device = _device()
    found: Device | None = g.device
    return found


def staff() -> Staff | None:
    """The volunteer or trainer who is signed in here, with classrooms and sites."""
    if "staff" not in g:
        g.staff = _staff()
    found: Staff | None = g.staff
    return found


def demo() -> bool:
    """Whether what this browser sees is invented: it is a tablet of the demo class, or one of its people signed in."""
    here, member = device(), staff()
    return bool((here is not None and here.demo) or (member is not None and member.demo))


def remember(wishes: dict[str, str]) -> None:
    """Keep a browser's wishes with the learner who sits at it, so that they find them at the next tablet."""
    kept = session.get("learner")
    if kept and device() is not None:
        with current.records().writing() as s:
            if roster.learner(s, UUID(kept)) is not None:
                roster.set_preferences(s, UUID(kept), wishes)


def contacts() -> Contacts:
    """When each tablet was last heard from, and who sits at it."""
    return cast(Contacts, current_app.extensions["contacts"])


def sign_in(member: Staff) -> None:
    """Remember who signed in at this browser; what the browser was told before about forms is forgotten."""
    session.pop("csrf_token", None)
    session["staff"] = {"id": str(member.id), **lasting.noted(lasting.SIGNED_IN_FOR, BOOT, lasting.running())}
    g.staff = member


def sign_out() -> None:
    """Forget who signed in at this browser; its tablet stays enrolled."""
    session.pop("staff", None)
    g.staff = None


def token() -> str:
    """The signed token that this browser sent as the tablet it is; empty when it sent none."""
    return request.headers.get(TABLET_HEADER) or request.cookies.get(TABLET_COOKIE) or ""


def keep_token(response: Response, token: str) -> Response:
    """Let this browser be the tablet of that token from now on."""
    response.set_cookie(
        TABLET_COOKIE,
        _signer().dumps(token),
        max_age=STAYS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def drop_token(response: Response) -> Response:
    """Let this browser be no tablet any more."""
    response.delete_cookie(TABLET_COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    g.device = None
    return response


def _device() -> Device | None:
    signed = token()
    if not signed:
        return None
    try:
        told = str(_signer().loads(signed))
    except BadSignature:
        return None
    with current.records().session() as s:
        found = roster.device_by_token(s, told)
    if found is not None:
        contact = Contact(lasting.running(), current.now(), request.remote_addr or "")
        contacts().heard(found.id, contact)
    return found


def _staff() -> Staff | None:
    kept = session.get("staff")
    if not isinstance(kept, dict):
        return None
    ran = lasting.running()
    rest = lasting.left(kept, BOOT, ran)
    if rest <= timedelta():
        return None
    if lasting.to_note(kept, BOOT, ran):
        session["staff"] = {"id": kept["id"], **lasting.noted(rest, BOOT, ran)}
    with current.records().session() as s:
        return roster.staff(s, UUID(kept["id"]))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="tablet")
