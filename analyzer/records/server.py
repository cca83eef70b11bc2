"""PostgreSQL, for a practice with several stations."""

from __future__ import annotations

import ssl
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from analyzer.records.errors import NoConnectionError

_LOCK_TIMEOUT: Final = "SET lock_timeout TO '5s'"
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
_DRIVER: Final = "postgresql+pg8000"


def server_engine(address: str) -> Engine:
    """An engine for an address such as ``postgresql://user:password@host/database``.

    ``sslmode`` in the address is ``verify-full`` (the default, but on this computer itself), ``require``,
    which encrypts without knowing who answers, or ``disable``; ``sslrootcert`` names a file with the
    certificate of the practice's own authority.

    Raises
    ------
    NoConnectionError
        It is no address of a PostgreSQL database.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise NoConnectionError from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise NoConnectionError("This is no address of a PostgreSQL database (postgresql://...).")
    arguments: dict[str, Any] = {"timeout": 60, "application_name": "posture-analyzer"}
    context = _ssl_context(url)
    if context is not None:
        arguments["ssl_context"] = context
    return create_engine(
        url.set(drivername=_DRIVER).difference_update_query(("sslmode", "sslrootcert")),
        connect_args=arguments,
        hide_parameters=True,
        # A server that was restarted meanwhile is connected to again.
        pool_pre_ping=True,
    )


def _ssl_context(url: URL) -> ssl.SSLContext | None:
    local = "unix_sock" in url.query or url.host in _LOCAL
    mode = url.query.get("sslmode", "disable" if local else "verify-full")
    if mode == "disable":
        return None
    if mode not in ("require", "verify-full"):
        raise NoConnectionError("The sslmode in the address has to be verify-full, require or disable.")
    authority = url.query.get("sslrootcert")
    try:
        context = ssl.create_default_context(cafile=authority if isinstance(authority, str) else None)
    except OSError:
        raise NoConnectionError("The certificate file that the address names cannot be read.") from None
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
