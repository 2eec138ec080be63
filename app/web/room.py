"""The network of the room: this machine's addresses in it, and letting its tablets in; knows no class and no page."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import ifaddr

HERE: Final = ("127.0.0.1", "::1", "localhost")
EVERYWHERE: Final = ("0.0.0.0", "::")
MACHINES: Final = ("docker", "br-", "veth", "virbr", "vmnet", "vEthernet", "VirtualBox", "VMware", "tailscale", "utun")
"""How adapters begin that lead to machines inside this one, or out of the room: no tablet stands behind them."""
SHORT: Final = 0.3
"""Seconds in which this machine must answer itself."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where this machine is found in one of its networks."""

    ip: str
    adapter: str


def addresses(adapters: Iterable[Any] | None = None, way_out: str | None = None) -> tuple[Address, ...]:
    """This machine's addresses that a tablet could reach: the one on the way out first, inner machines' last.

    `adapters` are those of `ifaddr`, `way_out` the address from which it would ask beyond its network; for tests.
    """
    outwards = _way_out() if way_out is None else way_out
    found = [
        Address(str(one.ip), adapter.nice_name)
        for adapter in (ifaddr.get_adapters() if adapters is None else adapters)
        for one in adapter.ips
        if one.is_IPv4 and _may_be_reached(str(one.ip))
    ]
    return tuple(sorted(found, key=lambda one: (one.ip != outwards, one.adapter.startswith(MACHINES))))


class Room:
    """Whether the room's tablets are let in, and how; `serve(ip)` serves the application there until the end."""

    def __init__(self, host: str, port: int, serve: Callable[[str], None] | None = None) -> None:
        self.port = port
        self._host = host
        self._serve = serve
        self._opened: set[str] = set()
        self._turn = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether tablets are let in."""
        return self._host not in HERE or bool(self._opened)

    @property
    def may_open(self) -> bool:
        """Whether it can be opened while it runs."""
        return self._serve is not None and not self.open

    def places(self) -> tuple[Address, ...]:
        """Where tablets find this machine, the likeliest first; where they would once the room is open."""
        found = addresses()
        return found if self._host in (*HERE, *EVERYWHERE) else tuple(one for one in found if one.ip == self._host)

    def let_in(self) -> None:
        """Serve at every address of this machine in its networks, as well as where it is served already."""
        with self._turn:
            fresh = [one.ip for one in addresses() if one.ip not in self._opened] if self.may_open else []
            for ip in fresh:
                assert self._serve is not None
                self._serve(ip)
                self._opened.add(ip)

    def answers(self, ip: str) -> bool:
        """Whether this machine answers itself at an address: it does where it serves, whatever a firewall keeps out."""
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asking:
            asking.settimeout(SHORT)
            return asking.connect_ex((ip, self.port)) == 0


def _may_be_reached(ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    return not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)


def _way_out() -> str:
    """The address from which this machine would ask beyond its network; asking sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("10.255.255.255", 1))
        except OSError:
            return ""
        return str(asking.getsockname()[0])
