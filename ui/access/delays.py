"""Guessing passwords takes longer and longer, and nobody can lock somebody else out with it.

- An address that fails often has to wait; until then its tries are not even looked at.
- An account at which many fail answers more slowly, at most `SLOWEST_S`. The right password still works.
- From where somebody signed in before, and on the computer that runs the app, their account is never slow.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

FREE: Final = 5
"""So many failures cost nothing: people mistype."""
LONGEST_WAIT_S: Final = 300.0
SLOWEST_S: Final = 8.0
FORGET_S: Final = 900.0
"""So long after the last failure, all is as it was."""
_MOST: Final = 4096
"""Addresses and accounts that are remembered; the oldest are forgotten first."""


class _Counts:
    """Failures by a key, and when the last one was."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def get(self, key: str, now_s: float) -> tuple[int, float]:
        count, last_s = self._kept.get(key, (0, 0.0))
        return (count, last_s) if now_s - last_s < FORGET_S else (0, 0.0)

    def add(self, key: str, now_s: float, number: int = 1) -> None:
        self._kept[key] = (max(0, self.get(key, now_s)[0] + number), now_s)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


class Delays:
    """Failures to sign in, and what they cost.

    Parameters
    ----------
    clock : callable
        Seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._addresses, self._accounts = _Counts(), _Counts()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def wait_s(self, address: str) -> float:
        """How long this address still has to wait until a try of it is looked at."""
        now = self._clock()
        with self._lock:
            failures, last_s = self._addresses.get(_group(address), now)
        if failures < FREE:
            return 0.0
        return max(0.0, last_s + min(2.0 ** (failures - FREE), LONGEST_WAIT_S) - now)

    def knows(self, account: str, address: str) -> bool:
        """Whether somebody signed in to this account from there before."""
        with self._lock:
            return (account, _group(address)) in self._known

    def begin(self, account: str, address: str, *, here: bool = False) -> float:
        """A try is looked at: it counts as a failure until it succeeds. How slow its answer has to be.

        ``here`` says that it comes from the computer that runs the app.
        """
        now, group = self._clock(), _group(address)
        with self._lock:
            failures = self._accounts.get(account, now)[0]
            slow = failures >= FREE and not here and (account, group) not in self._known
            self._addresses.add(group, now)
            self._accounts.add(account, now)
        return min(0.25 * 2.0 ** (failures - FREE), SLOWEST_S) if slow else 0.0

    def succeed(self, account: str, address: str) -> None:
        """The try was right after all."""
        now, group = self._clock(), _group(address)
        with self._lock:
            self._addresses.add(group, now, -1)
            self._accounts.add(account, now, -1)
            self._known[account, group] = None
            self._known.move_to_end((account, group))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)


def _group(address: str) -> str:
    """What one sender can choose freely counts as one: the last half of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
