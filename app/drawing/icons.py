"""The icon family: 24-unit line drawings by name; knows no page and no words."""

from __future__ import annotations

PATHS: dict[str, str] = {
    "again": (
        '<path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5"/><path d="M4 3.8l2.7 2.9 3-2.6"/><path d="M10.5 '
        '9.2v5.6l4.7-2.8z" fill="currentColor"/>'
    ),
    "ask": (
        '<path d="M8 14.5V7.3a1.4 1.4 0 0 1 2.8 0v5.4l4.2.9c1.4.4 2.2 1.4 2 2.8l-.6 4.1H9L5 16.6c-.9-1.3.5-2.6 '
        '1.8-1.7z"/><path d="M13.8 9.2a3 3 0 0 0-.4-3.7M16.6 10.6a6.4 6.4 0 0 0-.9-7.2"/>'
    ),
    "back": '<path d="M20 12H5M11 5.5L4.5 12l6.5 6.5"/>',
    "badge": (
        '<path d="M12 3l7.5 2.5v6c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5v-6z"/><path d="M12 8l1.2 '
        '2.5 2.8.3-2.1 1.9.6 2.8-2.5-1.4-2.5 1.4.6-2.8L8 10.8l2.8-.3z"/>'
    ),
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4"/>',
    "bill": '<path d="M6 3.5h12v17l-2.5-1.7-2 1.7-1.5-1.7-1.5 1.7-2-1.7L6 20.5zM9 8.5h6M9 12h6"/>',
    "bolt": '<path d="M13 3L5.5 13.5H11L10 21l8-10.5h-5.5z"/>',
    "box": '<path d="M3.5 7.5L12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5L12 12l8.5-4.5M12 12v9"/>',
    "cal": '<rect x="4" y="5.5" width="16" height="15" rx="2.5"/><path d="M4 10.5h16M8.5 3v4M15.5 3v4"/>',
    "call": (
        '<path d="M6.5 3.5l3 .2 1.5 4-2 2c1 2.3 2.8 4.1 5.1 5.2l2-2 4 1.5.3 3c.1 1.5-1 2.7-2.5 '
        '2.6C10.8 19.6 4.4 13.2 4 6.1 3.9 4.6 5 3.4 6.5 3.5z"/>'
    ),
    "calm": (
        '<path d="M4 13c0 4 3.5 6.5 8 6.5s8-2.5 8-6.5z"/><path d="M9 9.5c-1.2-1.5 1.2-2.5 '
        '0-4.5M14 9.5c-1.2-1.5 1.2-2.5 0-4.5"/>'
    ),
    "camera": '<path d="M4 8h4l1.8-2.5h4.4L16 8h4v11H4z"/><circle cx="12" cy="13.3" r="3.3"/>',
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="2.5"/><path d="M3 10h18M6.5 15h5"/>',
    "chart": '<path d="M4 20V4M4 20h16"/><path d="M7.5 15.5l4-5 3.5 3 5-7"/>',
    "chat": '<path d="M4 5h16v12h-9l-4 3.5V17H4z"/>',
    "chev": '<path d="M9 5.5l6.5 6.5L9 18.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "cloud": '<path d="M7 18.5a4.5 4.5 0 0 1-.5-9 6 6 0 0 1 11.5 1.5 3.8 3.8 0 0 1-.5 7.5z"/>',
    "del": '<path d="M8.5 5.5H21v13H8.5L3 12zM12 9.5l5 5M17 9.5l-5 5"/>',
    "doc": '<path d="M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16h7"/>',
    "door": '<path d="M3.5 11L12 4l8.5 7M6 9.5V20h12V9.5"/><path d="M10 20v-6h4v6"/>',
    "down": (
        '<path d="M12 21v-9M8.5 17.5L12 21l3.5-3.5"/><path d="M7.5 11l-2-4c-.6-1.4 1-2.4 2-1.3L9 '
        '7.2V3.5a1.4 1.4 0 0 1 2.8 0V6l4.2.9c1.3.3 2 1.3 1.8 2.6L17.5 11"/>'
    ),
    "download": '<path d="M12 3.5v11M7 10l5 5 5-5M4 20h16"/>',
    "downward": '<path d="M12 4v15M5.5 13l6.5 6.5 6.5-6.5"/>',
    "drop": '<path d="M5.5 9l6.5 6.5L18.5 9"/>',
    "ears": (
        '<path d="M4.5 15v-3a7.5 7.5 0 0 1 15 0v3"/><path d="M4.5 14h3v6H6a1.5 1.5 0 0 1-1.5-1.5zM19.5 14h-3v6H18a1.5 '
        '1.5 0 0 0 1.5-1.5z"/>'
    ),
    "eye": (
        '<path d="M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12z"/><circle cx="12" '
        'cy="12" r="2.8"/>'
    ),
    "family": (
        '<circle cx="8" cy="8" r="3"/><circle cx="16.5" cy="9" r="2.5"/><path d="M2.5 19c.4-3.8 2.4-5.5 '
        '5.5-5.5s5.1 1.7 5.5 5.5M15 13.8c3.6-.6 6 1 6.5 5.2"/>'
    ),
    "flame": (
        '<path d="M12 3c.6 3.6 5.5 5.6 5.5 11a5.5 5.5 0 0 1-11 0c0-2.4 1.2-3.9 2.6-5.2.2 1.9.9 2.7 1.9 '
        '3.2-.3-3.6-.4-6 1-9z"/>'
    ),
    "gear": (
        '<circle cx="12" cy="12" r="3.2"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.7 5.7l2 2M16.3 '
        '16.3l2 2M18.3 5.7l-2 2M7.7 16.3l-2 2"/>'
    ),
    "gift": (
        '<path d="M4 9.5h16V13H4zM5.5 13v7.5h13V13M12 9.5v11M12 9.5c-4 0-5-1.5-5-3s2.5-2.5 '
        '3.7-.8L12 9.5l1.3-3.8c1.2-1.7 3.7-.7 3.7.8s-1 3-5 3z"/>'
    ),
    "globe": ('<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>'),
    "grid": '<path d="M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z"/>',
    "halo": (
        '<circle cx="12" cy="12" r="8.5" stroke-dasharray="1 4"/><circle cx="12" cy="12" r="3" fill="currentColor"/>'
    ),
    "hear": (
        '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>'
    ),
    "hang": (
        '<path d="M3 14.5c-.6-1.6.3-3.2 1.7-4 4.3-2.6 10.3-2.6 14.6 0 1.4.8 '
        '2.3 2.4 1.7 4l-.5 1.3-4.3-.6-.7-2.8a13 13 0 0 0-7 0l-.7 2.8-4.3.6z"/>'
    ),
    "heart": ('<path d="M12 20C5 15.5 3 12 3 8.8A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 9 1.8c0 3.2-2 6.7-9 11.2z"/>'),
    "help": (
        '<path d="M7.5 13V6.3a1.5 1.5 0 0 1 3 0V11M10.5 10.5V4.3a1.5 1.5 0 0 1 3 0v6.2M13.5 '
        "10.8V5.5a1.5 1.5 0 0 1 3 0V12M16.5 11.5V8.3a1.5 1.5 0 0 1 3 0v5.9c0 4.3-2.6 7-6.3 "
        '7-3.2 0-4.8-1.6-6.4-4.3L4.3 13c-.8-1.5 1-2.8 2.2-1.6L7.5 13"/>'
    ),
    "home": '<path d="M4 11l8-7 8 7v9h-5.5v-5h-5v5H4z"/>',
    "hospital": ('<path d="M4.5 20.5v-15h15v15zM2.5 20.5h19"/><path d="M12 8v6M9 11h6M10 20.5v-3.5h4v3.5"/>'),
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.8h.01" stroke-width="2.4"/>',
    "kept": ('<rect x="5" y="3" width="14" height="18" rx="2.5"/><path d="M8.8 11.8l2.4 2.5 4-4.6M11 18h2"/>'),
    "key": '<circle cx="7.5" cy="15.5" r="4"/><path d="M10.5 12.5L20 3M16 7l3 3M13.5 9.5l2 2"/>',
    "left": '<path d="M15 5l-7 7 7 7"/>',
    "list": ('<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01" stroke-width="2.4"/>'),
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "loop": (
        '<path d="M4.5 12a7.5 7.5 0 0 1 13-5l2 2M19.5 12a7.5 7.5 0 0 1-13 5l-2-2"/><path d="M19.5 '
        '4.5V9H15M4.5 19.5V15H9"/>'
    ),
    "map": ('<path d="M12 21s6.5-6 6.5-11A6.5 6.5 0 0 0 5.5 10c0 5 6.5 11 6.5 11z"/><circle cx="12" cy="10" r="2.3"/>'),
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.3 3.6-6 7.5-6s6.9 1.7 7.5 6"/>',
    "med": ('<rect x="3.5" y="7" width="17" height="13" rx="2.5"/><path d="M9 7V4h6v3M12 10.5v6M9 13.5h6"/>'),
    "minus": '<path d="M5 12h14"/>',
    "mic": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M9 21h6"/>',
    "money": ('<circle cx="12" cy="12" r="8.5"/><path d="M8.5 7.5L12 12l3.5-4.5M12 12v5.5M9 12.5h6M9 15h6"/>'),
    "more": '<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="3"/>',
    "music": ('<path d="M9 18V5.5l10-2V16"/><circle cx="6.5" cy="18" r="2.5"/><circle cx="16.5" cy="16" r="2.5"/>'),
    "next": '<path d="M4 12h15M13 5.5l6.5 6.5-6.5 6.5"/>',
    "pause": '<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="M14 6.5l3.5 3.5"/>',
    "people": (
        '<circle cx="8" cy="8.5" r="3.2"/><circle cx="16.8" cy="9.5" r="2.6"/><path d="M2.5 '
        '19.5c.4-3.8 2.4-5.7 5.5-5.7s5.1 1.9 5.5 5.7M15 14.3c3.6-.6 6 1 6.5 5.2"/>'
    ),
    "phone": '<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3"/>',
    "photo": (
        '<rect x="3.5" y="4.5" width="17" height="15" rx="2.5"/><circle cx="8.5" cy="9.5" r="1.8"/><path '
        'd="M4 17l5-4.5 3.5 3 3-3.5 5 5"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "point": (
        '<path d="M9 13V4.8a1.6 1.6 0 0 1 3.2 0V11l4.8 1c1.6.4 2.5 1.6 2.3 3.2l-.7 5.3H10L5.6 15c-1-1.4.6-3 2-2z"/>'
    ),
    "power": '<path d="M12 3.5v8"/><path d="M7 6.5a7.5 7.5 0 1 0 10 0"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3"/><path d="M7 14h10v6.5H7z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v6h-3.5"/>',
    "quiet": '<path d="M3.5 9.5v5H7l4.5 4v-13L7 9.5zM15.5 9.5l5 5M20.5 9.5l-5 5"/>',
    "scan": (
        '<path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 '
        '1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M4 12h16"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "shield": (
        '<path d="M12 3l7.5 3v5.5c0 4.7-3 8-7.5 9.5-4.5-1.5-7.5-4.8-7.5-9.5V6z"/><path d="M8.5 12l2.6 2.6 4.6-5"/>'
    ),
    "slow": (
        '<path d="M3.5 9.5v5H7l4.5 4v-13L7 9.5z"/><path d="M15 12h.01M18.2 12h.01M21.4 12h.01" stroke-width="2.8"/>'
    ),
    "sms": (
        '<path d="M3.5 5.5h17v11.5h-9.5L6.5 20.5V17h-3z"/><path d="M8 11.2h.01M12 '
        '11.2h.01M16 11.2h.01" stroke-width="2.8"/>'
    ),
    "star": '<path d="M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6L3.4 9.8l6-.8z"/>',
    "step": '<path d="M12 4v13M6 11.5l6 6 6-6"/>',
    "stop": '<path d="M5 20V9.5L12 4l7 5.5V20z"/><path d="M9 14h6"/>',
    "store": '<path d="M5 8.5h14l1 12H4z"/><path d="M8.5 8.5a3.5 3.5 0 0 1 7 0"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 '
        '1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/>'
    ),
    "swap": '<path d="M4 8.5h14M14.5 4.5l4 4-4 4M20 15.5H6M9.5 11.5l-4 4 4 4"/>',
    "tick": '<path d="M5 12.5l5 5L19.5 7"/>',
    "train": (
        '<rect x="5.5" y="3.5" width="13" height="14" rx="3"/><path d="M5.5 11h13M9 14.5h.01M15 '
        '14.5h.01M8 17.5L6 21M16 17.5l2 3.5M9 6.8h6"/>'
    ),
    "tune": (
        '<path d="M3 9.5v5h2.8l3.7 3.3V6.2L5.8 9.5zM12 10a3 3 0 0 1 0 4"/><path d="M15 19l3.5-10L22 19M16.2 15.8h4.6"/>'
    ),
    "unclear": (
        '<path d="M4 4.5h16v12h-8l-4.5 4v-4H4z"/><path d="M9.8 8.6c.2-2.6 4.6-2.6 4.5.1-.1 1.7-2.2 1.7-2.2 3.3M12.1 '
        '14.1h.01"/>'
    ),
    "undo": '<path d="M8 5L4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11H8"/>',
    "up": (
        '<path d="M12 3v9M8.5 6.5L12 3l3.5 3.5"/><path d="M7.5 21l-2-4c-.6-1.4 1-2.4 2-1.3l1.5 '
        '1.5V12a1.4 1.4 0 0 1 2.8 0v4l4.2.9c1.3.3 2 1.3 1.8 2.6L17.5 21z"/>'
    ),
    "upward": '<path d="M12 20V5M5.5 11L12 4.5l6.5 6.5"/>',
    "verify": (
        '<circle cx="12" cy="9.5" r="3.2"/><path d="M6.5 18c.7-3 2.7-4.2 5.5-4.2s4.8 1.2 5.5 '
        '4.2"/><path d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7M17 3h2.5A1.5 1.5 0 0 1 21 4.5V7M21 '
        '17v2.5a1.5 1.5 0 0 1-1.5 1.5H17M7 21H4.5A1.5 1.5 0 0 1 3 19.5V17"/>'
    ),
    "wallet": (
        '<path d="M4 7.5h15a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 19.5H5.5A1.5 1.5 0 0 1 4 '
        '18zM4 7.5A2 2 0 0 1 6 5.5h11v2"/><path d="M16 13.5h.01" stroke-width="3"/>'
    ),
    "warn": '<path d="M12 3.5L22 20H2z"/><path d="M12 10v4.5M12 17.3h.01" stroke-width="2.4"/>',
    "water": '<path d="M12 3.5c3.6 4.6 6 7.6 6 10.7a6 6 0 0 1-12 0c0-3.1 2.4-6.1 6-10.7z"/>',
    "wifi": (
        '<path d="M3 9.5a13 13 0 0 1 18 0M6.2 13a8.4 8.4 0 0 1 11.6 0M9.3 16.3a4 4 0 0 1 5.4 0M12 '
        '19.5h.01" stroke-width="2.2"/>'
    ),
    "word": '<path d="M4 5h16v11h-8l-4.5 4v-4H4z"/><path d="M8 9h8M8 12.5h5"/>',
    "work": ('<rect x="3.5" y="7.5" width="17" height="12" rx="2"/><path d="M9 7.5V5h6v2.5M3.5 12.5h17"/>'),
}


def icon(name: str, cls: str = "") -> str:
    """One icon as decorative SVG (hidden from screen readers; the control beside it carries the name).

    Raises KeyError for an icon that is not in the family.
    """
    classes = f"i {cls}".strip()
    return f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{PATHS[name]}</svg>'
