"""PostgreSQL, for a practice with several stations."""

from __future__ import annotations

import ssl
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from analyzer.records.errors import NoConnectionError

LOCK_TIMEOUT: Final = "5s"
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
        raise NoConnectionError.of("no_connection.no_address")
    arguments: dict[str, Any] = {"timeout": 60, "application_name": "posture-analyzer"}
    context = ssl_context(url)
    if context is not None:
        arguments["ssl_context"] = context
    engine = create_engine(
        url.set(drivername=_DRIVER).difference_update_query(("sslmode", "sslrootcert")),
        connect_args=arguments,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkout", _ask)
    return engine


def _ask(connection: Any, *_: object) -> None:
    """Connect again to a server that was restarted. (Pre-ping lets errors of sockets through.)"""
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception:
        raise DisconnectionError from None


def _set_up(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout TO '{LOCK_TIMEOUT}'")
    cursor.close()
    connection.commit()


def ssl_context(url: URL) -> ssl.SSLContext | None:
    """How a connection is encrypted; ``None`` when it is not."""
    local = "unix_sock" in url.query or url.host in _LOCAL
    mode = url.query.get("sslmode", "disable" if local else "verify-full")
    if mode == "disable":
        return None
    if mode not in ("require", "verify-full"):
        raise NoConnectionError.of("no_connection.sslmode")
    authority = url.query.get("sslrootcert")
    try:
        context = ssl.create_default_context(cafile=authority if isinstance(authority, str) else None)
    except OSError:
        raise NoConnectionError.of("no_connection.certificate") from None
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
