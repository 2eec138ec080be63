"""Drawn pictures: what a task is about, and what the practice camera sees; knows no lesson."""

# ruff: noqa: E501 (shapes and tables read better unbroken)
from __future__ import annotations

from collections.abc import Callable

from app.drawing.faces import drawing
from app.drawing.icons import PATHS


def _face(key: str, x: float, y: float, size: float) -> str:
    return f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 120 120">{drawing(key)}</svg>'


def _phone(x: int, y: int, body: str) -> str:
    return (
        f'<g transform="translate({x} {y})"><rect width="112" height="220" rx="20" fill="#2D2B27"/>'
        f'<rect x="8" y="10" width="96" height="210" rx="12" fill="#FFF"/>{body}</g>'
    )


def _certify() -> str:
    return (
        '<rect width="360" height="200" fill="#D9E8DD"/><rect y="168" width="360" height="32" fill="#C3D8C9"/>'
        '<g transform="translate(36 26) scale(.74)"><rect x="222" y="24" width="112" height="112" rx="6" fill="#FFFDF8"/>'
        '<rect x="230" y="32" width="96" height="96" fill="#CFE3EC"/><circle cx="300" cy="58" r="15" fill="#F3B94A"/>'
        '<path d="M230 112c20-22 34-22 50-6 14-12 30-14 46-2v24h-96z" fill="#7FA68C"/>'
        '<path d="M278 32v96M230 80h96" stroke="#FFFDF8" stroke-width="7"/>'
        '<rect x="214" y="134" width="128" height="10" rx="5" fill="#FFFDF8"/>'
        '<path d="M244 134c-2-12 18-12 16 0z" fill="#C4461A"/>'
        '<path d="M252 126c-6-12-2-18 2-20 3 6 4 12-2 20z" fill="#0C4A43"/></g>'
        + _phone(
            74, 20,
            '<circle cx="56" cy="76" r="43" fill="#F6DFA8"/>' + _face("guizhi", 16, 36, 80)
            + '<circle cx="56" cy="76" r="48" fill="none" stroke="#FFF" stroke-width="18"/>'
            '<circle cx="56" cy="76" r="40" fill="none" stroke="#0B4BA3" stroke-width="6"/>'
            '<rect x="26" y="134" width="60" height="9" rx="4.5" fill="#0B4BA3"/>'
            '<rect x="36" y="152" width="40" height="7" rx="3.5" fill="#C9D6E6"/>',
        )
    )  # fmt: skip


def _sms() -> str:
    return (
        '<rect width="360" height="200" fill="#F6DDCB"/><rect y="170" width="360" height="30" fill="#EBC9B1"/>'
        + _phone(
            40, 28,
            '<rect x="18" y="28" width="58" height="30" rx="9" fill="#DCE6F3"/>'
            '<path d="M26 39h40M26 48h26" stroke="#6F83A0" stroke-width="4" stroke-linecap="round"/>'
            '<rect x="18" y="68" width="72" height="44" rx="9" fill="#FBE0D2"/>'
            '<path d="M26 80h54M26 90h46M26 100h32" stroke="#B5562F" stroke-width="4" stroke-linecap="round"/>'
            '<rect x="18" y="122" width="50" height="26" rx="9" fill="#DCE6F3"/>',
        )
        + '<g transform="rotate(-5 232 132)"><rect x="178" y="98" width="108" height="72" rx="8" fill="#FFFDF8" '
        'stroke="#C9A88F" stroke-width="3"/><path d="M180 103l52 37 52-37" fill="none" stroke="#C9A88F" stroke-width="4"/>'
        '<circle cx="232" cy="142" r="15" fill="#C4461A"/><path d="M232 134v9" stroke="#FFF" stroke-width="5" '
        'stroke-linecap="round"/><circle cx="232" cy="149.5" r="2.7" fill="#FFF"/></g>'
        '<path d="M246 0v48" stroke="#4A4438" stroke-width="3"/>'
        '<circle cx="246" cy="53" r="6" fill="none" stroke="#4A4438" stroke-width="4"/>'
        '<path d="M246 59v38c0 24-34 24-34 2v-14l-9 10" fill="none" stroke="#4A4438" stroke-width="7" '
        'stroke-linecap="round" stroke-linejoin="round"/><circle cx="316" cy="58" r="22" fill="#FFFDF8"/>'
        '<path d="M309 53c0-11 15-10 14-1-1 6-7 6-7 12" fill="none" stroke="#4A4438" stroke-width="5" '
        'stroke-linecap="round"/><circle cx="316" cy="72" r="3" fill="#4A4438"/>'
    )  # fmt: skip


def _money() -> str:
    coin = '<ellipse cx="{}" cy="{}" rx="{}" ry="{}"/>'
    tall = "".join(coin.format(276, y, 34, 12) for y in (158, 146, 134, 122))
    low = "".join(coin.format(326, y, 24, 9) for y in (164, 155))
    return (
        '<rect width="360" height="200" fill="#F8E7BE"/><rect y="160" width="360" height="40" fill="#EBD298"/>'
        '<g transform="rotate(-5 140 100)"><rect x="58" y="40" width="150" height="112" rx="10" fill="#8A2F3C"/>'
        '<rect x="70" y="34" width="146" height="112" rx="8" fill="#FFFDF8"/>'
        '<path d="M86 58h60M86 78h112M86 96h112M86 114h112" stroke="#D9CDB4" stroke-width="5" stroke-linecap="round"/>'
        '<path d="M164 92l10 10 20-24" fill="none" stroke="#0C4A43" stroke-width="8" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g><g fill="#E5B23C" stroke="#B5851B" stroke-width="3">{tall}{low}</g>'
        '<rect x="268" y="118" width="16" height="8" rx="2" fill="#B5851B"/><circle cx="292" cy="58" r="22" fill="#F3B94A"/>'
    )


def _medical() -> str:
    return (
        '<rect width="360" height="200" fill="#D6E6EA"/><rect y="166" width="360" height="34" fill="#BCD3D9"/>'
        '<rect x="196" y="48" width="128" height="120" rx="8" fill="#FFFDF8"/>'
        '<path d="M186 52l74-34 74 34z" fill="#0C4A43"/><rect x="242" y="124" width="36" height="44" rx="4" fill="#9FC0B4"/>'
        '<path d="M260 62v36M242 80h36" stroke="#C4461A" stroke-width="12"/>'
        '<g fill="#CFE3EC"><rect x="208" y="122" width="22" height="20" rx="3"/><rect x="290" y="122" width="22" height="20" '
        'rx="3"/></g><g transform="rotate(-6 100 110)"><rect x="34" y="58" width="136" height="92" rx="12" fill="#FFFDF8" '
        'stroke="#9DB7BE" stroke-width="3"/><rect x="34" y="74" width="136" height="16" fill="#0C4A43"/>'
        '<path d="M50 108h52M50 126h34" stroke="#C9D6D2" stroke-width="7" stroke-linecap="round"/>'
        '<circle cx="142" cy="120" r="17" fill="#F3B94A"/><path d="M134 120l6 6 11-12" fill="none" stroke="#4A3208" '
        'stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def _papers() -> str:
    return (
        '<rect width="360" height="200" fill="#E6E0EC"/><rect y="164" width="360" height="36" fill="#D0C6DA"/>'
        '<rect x="64" y="30" width="104" height="140" rx="8" fill="#FFFDF8" stroke="#B9AEC6" stroke-width="3" '
        'transform="rotate(-6 116 100)"/><g transform="rotate(4 200 100)"><rect x="140" y="34" width="110" height="140" rx="8" '
        'fill="#FFFDF8" stroke="#B9AEC6" stroke-width="3"/><path d="M156 60h56M156 82h78M156 102h78M156 122h50" '
        'stroke="#D6CCDF" stroke-width="7" stroke-linecap="round"/><circle cx="222" cy="144" r="19" fill="none" '
        'stroke="#C4461A" stroke-width="5"/><path d="M214 144l6 6 11-12" fill="none" stroke="#C4461A" stroke-width="5" '
        'stroke-linecap="round" stroke-linejoin="round"/></g><path d="M292 52l22 22-62 66-28 8 8-28z" fill="#E5B23C" '
        'stroke="#8A6410" stroke-width="3" stroke-linejoin="round"/>'
    )


def _people() -> str:
    return (
        '<rect width="360" height="200" fill="#DEE7C6"/><rect y="168" width="360" height="32" fill="#C4D2A2"/>'
        '<path d="M40 120L180 34l140 86v80H40z" fill="#FFFDF8"/><path d="M22 128L180 28l158 100" fill="none" stroke="#0C4A43" '
        'stroke-width="14" stroke-linecap="round" stroke-linejoin="round"/>' + _face("f04", 92, 104, 80)
        + _face("helper", 190, 104, 80)
        + '<path d="M86 178h190v22H86z" fill="#C4D2A2"/>'
    )  # fmt: skip


def _shield() -> str:
    return (
        '<rect width="360" height="200" fill="#F3E3CC"/><rect y="168" width="360" height="32" fill="#E2CBA6"/>'
        '<path d="M180 20l74 26v50c0 46-32 72-74 88-42-16-74-42-74-88V46z" fill="#0C4A43"/>'
        '<path d="M180 36l59 21v40c0 36-25 57-59 70z" fill="#16655B"/>'
        '<path d="M150 98l22 24 40-46" fill="none" stroke="#F8DE9F" stroke-width="14" stroke-linecap="round" '
        'stroke-linejoin="round"/><circle cx="304" cy="60" r="22" fill="#F3B94A"/>'
        '<rect x="34" y="104" width="46" height="76" rx="9" fill="#2D2B27"/><rect x="39" y="111" width="36" height="58" rx="4" '
        'fill="#FBE0D2"/><path d="M57 124v20M57 156v.1" stroke="#C4461A" stroke-width="7" stroke-linecap="round"/>'
    )


def _sign(icon: str, ground: str, table: str, hue: str, face: str) -> str:
    """Somebody beside a phone that shows one big sign, on a sunny day; without a face only the phone, in quiet light."""
    beside = ""
    if face:
        person = drawing(face).split("/>", 1)[1]
        beside = (
            '<circle cx="312" cy="52" r="22" fill="#F3B94A"/>'
            f'<svg x="22" y="84" width="98" height="98" viewBox="0 0 120 120" aria-hidden="true">{person}</svg>'
        )
    return (
        f'<rect width="360" height="200" fill="{ground}"/>{beside}<rect y="170" width="360" height="30" fill="{table}"/>'
        + _phone(
            128, 22,
            f'<circle cx="56" cy="82" r="38" fill="{hue}"/><svg x="30" y="56" width="52" height="52" viewBox="0 0 24 24" '
            'fill="none" color="#FFF" stroke="#FFF" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
            f'{PATHS[icon]}</svg><rect x="26" y="134" width="60" height="9" rx="4.5" fill="{hue}"/>'
            '<rect x="36" y="152" width="40" height="7" rx="3.5" fill="#C9D6E6"/>',
        )
    )  # fmt: skip


SCENES: dict[str, Callable[[], str]] = {
    "certify": _certify,
    "sms": _sms,
    "money": _money,
    "medical": _medical,
    "papers": _papers,
    "people": _people,
    "shield": _shield,
}
# The lessons whose picture is their own, then the picture of each track.
LESSON_SCENES = {
    "certify-pension": "certify",
    "spot-scam-sms": "sms",
    "pay-resident-medical": "medical",
}
# The lessons whose picture is a sign on a phone: its icon, the wall, the table, the sign's colour, who is beside it.
SIGNS = {
    "tap-and-swipe": ("point", "#DEE7C6", "#C4D2A2", "#0C4A43", "f04"),
    "bigger-text": ("search", "#F8E7BE", "#EBD298", "#5B3A8C", "f01"),
    "connect-wifi": ("wifi", "#D6E6EA", "#BCD3D9", "#0B4BA3", "f02"),
    "write-and-speak": ("pen", "#E6E0EC", "#D0C6DA", "#9B1418", "f10"),
    "popups-and-permissions": ("bell", "#F6DDCB", "#EBC9B1", "#9A5B00", "f03"),
    "scan-and-screenshot": ("scan", "#DCE6F3", "#C3D2E6", "#0C4A43", "f11"),
    "video-call": ("camera", "#E6E0EC", "#D0C6DA", "#0A5B3B", "f05"),
    "update-and-storage": ("download", "#F8E7BE", "#EBD298", "#0B4BA3", "f12"),
    "fake-service-call": ("call", "#F3E3CC", "#E2CBA6", "#C4461A", "f06"),
    "privacy-checkup": ("lock", "#E9E3D3", "#D6CCB4", "#5B3A8C", "f13"),
    "guard-sms-code": ("key", "#D6E6EA", "#BCD3D9", "#0B4BA3", "f10"),
    "official-app-install": ("store", "#DEE7C6", "#C4D2A2", "#5B3A8C", "f11"),
    "anti-fraud-setup": ("shield", "#DCE6F3", "#C3D2E6", "#0A5B3B", "f13"),
    "activate-medical-code": ("qr", "#D9E8DD", "#C3D8C9", "#0A5B3B", "f07"),
    "family-medical-account": ("family", "#F3DFE4", "#E2C7CE", "#0A5B3B", "f11"),
    "book-hospital": ("cal", "#DCE6F3", "#C3D2E6", "#9B1418", "f08"),
    "remote-care-filing": ("map", "#DFEBD9", "#C8DABF", "#0B4BA3", "f13"),
    "e-social-card": ("card", "#E2E4F2", "#CCCFE4", "#5B3A8C", "f12"),
    "check-pension": ("money", "#F5E6C4", "#E4CFA0", "#9A5B00", "f15"),
    "pay-utilities": ("bolt", "#E9E3D3", "#D6CCB4", "#9A5B00", "f09"),
    "book-home-help": ("door", "#F6DDCB", "#EBC9B1", "#0C4A43", "f17"),
    "pay-resident-pension": ("wallet", "#DCE6F3", "#C3D2E6", "#5B3A8C", "f10"),
    "apply-age-allowance": ("heart", "#F6DDCB", "#EBC9B1", "#9B1418", "f11"),
    "check-farm-subsidy": ("sun", "#DEE7C6", "#C4D2A2", "#9A5B00", "f13"),
    "call-12345": ("word", "#E6E0EC", "#D0C6DA", "#0B4BA3", "f18"),
    "gov-account": ("key", "#DDE6F0", "#C2D0E0", "#0B4BA3", "f14"),
    "renew-id-card": ("card", "#F4E4DF", "#E3CAC1", "#5B3A8C", "f17"),
    "retire-one-thing": ("work", "#E4EBCF", "#CBD7AC", "#0A5B3B", "f18"),
    "buy-train-ticket": ("train", "#F9E9D2", "#EBD0A6", "#0C4A43", "f22"),
    "disability-one-thing": ("heart", "#DCEBEA", "#BFD8D5", "#8A2F5C", "f10"),
    "newborn-one-thing": ("family", "#FBE9D7", "#F0D2B2", "#A6431F", "f18"),
    "afterlife-one-thing": ("calm", "#E4E7E2", "#CCD2CA", "#3F5A63", ""),
    "delegate-to-family": ("people", "#E1EAD0", "#C8D6AE", "#5B3A8C", "f17"),
}
TRACK_SCENES = {"safety": "shield", "health": "medical", "pension": "money", "civil": "papers", "daily": "people"}


def scene(lesson: str, track: str = "") -> str:
    """The picture of a lesson, its track's where it has none of its own, else papers on a table."""
    drawn = _sign(*SIGNS[lesson]) if lesson in SIGNS else ""
    drawn = drawn or SCENES[LESSON_SCENES.get(lesson) or TRACK_SCENES.get(track, "papers")]()
    return (
        '<svg class="scene" viewBox="0 0 360 200" preserveAspectRatio="xMidYMin slice" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>'
    )


def _window(light: str, x: int) -> str:
    return (
        f'<rect x="{x}" y="30" width="76" height="92" rx="4" fill="#FFFDF8"/><rect x="{x + 6}" y="36" width="64" height="80" '
        f'fill="{light}"/><path d="M{x + 38} 36v80M{x + 6} 76h64" stroke="#FFFDF8" stroke-width="5"/>'
    )


_HAT = (
    '<path d="M82 74c-2-34 18-48 38-48s40 14 38 48z" fill="#3C4A5C"/>'
    '<path d="M72 72h96c8 0 8 13 0 13-30 6-66 6-96 0-8 0-8-13 0-13z" fill="#2C3746"/>'
)
# What the camera sees: wall, window light and its place, whether a hat is worn, how much shade lies over the face.
CAMERA: dict[str, tuple[str, str, int, bool, float]] = {
    "hat-and-dark": ("#8B857A", "#5E6C78", 158, True, 0.42),
    "backlit": ("#C9BFA8", "#FFF3C4", 82, False, 0.5),
    "bright": ("#EFE6D2", "#CFE3EC", -30, False, 0.0),
    "hat": ("#E4DAC4", "#CFE3EC", 158, True, 0.0),
    "dark": ("#7D776C", "#5E6C78", 158, False, 0.45),
    "far": ("#EFE6D2", "#CFE3EC", 158, False, 0.0),
    "near": ("#EFE6D2", "#CFE3EC", 158, False, 0.0),
}
_FACE_BOX = {"far": (86, 92, 68), "near": (-6, 4, 252)}


def _code(name_of: str) -> str:
    """A square code that says nothing: three corners, a scatter of dots, and our tick where a picture would be."""
    corner = '<path d="M{0} {1}h56v56h-56zm8 8v40h40v-40zm8 8h24v24h-24z" fill-rule="evenodd"/>'
    corners = corner.format(20, 20) + corner.format(164, 20) + corner.format(20, 164)
    dots = "".join(
        f'<rect x="{20 + 8 * x}" y="{20 + 8 * y}" width="8" height="8"/>'
        for y in range(25)
        for x in range(25)
        if (x * x * 7 + y * y * 3 + x * y * 5) % 11 < 5
        and not ((x < 8 or x > 16) and y < 8)
        and not (x < 8 and y > 16)
        and not (9 <= x <= 15 and 9 <= y <= 15)
    )
    return (
        f'<svg class="camera" viewBox="0 0 240 240" {name_of} focusable="false"><rect width="240" height="240" fill="#FFF"/>'
        f'<g fill="#1C2630">{corners}{dots}</g><path d="M102 120l13 14 24-28" fill="none" stroke="#0E7A4E" stroke-width="9" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def camera(name: str, label: str = "", ring: bool = True) -> str:
    """What the practice camera sees, in a 240 by 240 box; `ring` draws the circle a face check asks a face into.

    An unknown name is the bright scene; `code` is no face but a square code, as one shows it to be scanned.
    """
    name_of = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    if name == "code":
        return _code(name_of)
    wall, light, at, hat, shade = CAMERA.get(name, CAMERA["bright"])
    x, y, size = _FACE_BOX.get(name, (44, 50, 152))
    person = drawing("guizhi").split("/>", 1)[1]
    shaded = f'<rect width="240" height="240" fill="#16120C" opacity="{shade}"/>' if shade else ""
    framed = (
        '<path fill-rule="evenodd" fill="#F2F5F9" d="M0 0h240v240H0zM120 12a108 108 0 1 0 0 216 108 108 0 0 0 0-216z"/>'
        '<circle class="ring" cx="120" cy="120" r="108" fill="none" stroke-width="8"/>'
        if ring
        else ""
    )
    return (
        f'<svg class="camera" viewBox="0 0 240 240" {name_of} focusable="false"><rect width="240" height="240" fill="{wall}"/>'
        f'{_window(light, at)}<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 120 120" aria-hidden="true">{person}</svg>'
        f"{_HAT if hat else ''}{shaded}{framed}</svg>"
    )
