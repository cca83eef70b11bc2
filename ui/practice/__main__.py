"""``posture-analyzer practice``: certificate, address, and what to allow; then the app, for the network."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import user_config_path

from analyzer.cli.language import argparse_speaks, speak
from analyzer.language import tr
from ui.access.__main__ import ask_for_account
from ui.access.accounts import Accounts, AccountsError
from ui.access.addresses import networks
from ui.access.authority import PATH as AUTHORITY
from ui.access.certificates import is_local
from ui.access.start import command_of
from ui.practice import at_login
from ui.practice import words as w
from ui.practice.server import Place, find_place, is_free, serve

PORT: Final = 8501
VARIABLE: Final = "POSTURE_CERTIFICATES"
"""The folder of certificates and keys; beside the accounts otherwise."""
_APP: Final = Path(__file__).resolve().parents[2] / "app.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when it was stopped or done, 1 when something is in the way, 2 for wrong usage."""
    with speak(()), argparse_speaks():
        given = _parser().parse_args(arguments)
        for name in ("SIGTERM", "SIGHUP"):  # a closed window, or the system, stops the app as Ctrl+C does
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            return _run(given)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "posture-analyzer practice",
        description=tr(
            "Start the app for the stations and phones of a practice's own network: makes a certificate, "
            "says the address and what to allow, and runs the app over HTTPS."
        ),
    )
    parser.add_argument("--port", type=int, default=PORT, help=tr("the port of the app (default: 8501)"))
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME",
        help=tr("a name or address of this computer in the network; the first is the one that is shown"),
    )
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--at-login", action="store_true", help=tr("from now on also start when you sign in"))
    one.add_argument("--not-at-login", action="store_true", help=tr("no longer start when you sign in"))
    one.add_argument(
        "--show", action="store_true", help=tr("only say address, fingerprint and what to allow")
    )
    return parser


class InTheWayError(Exception):
    """The app cannot be started; its text says what to do."""


def _run(given: argparse.Namespace) -> int:
    if given.not_at_login:
        say(tr(w.REMOVED) if at_login.remove() else tr(w.NOT_THERE))
        return 0
    try:
        return _set_up(given)
    except (AccountsError, InTheWayError) as error:
        return fail(str(error))


def _set_up(given: argparse.Namespace) -> int:
    for name in given.name:
        if not is_local(name):
            raise InTheWayError(tr(w.LEFT_OUT, name=name))
    if not given.show:
        _require_account()
    folder = certificates_folder()

    def find() -> Place:
        return find_place(folder, given.name, given.port)

    try:
        place = find()
    except OSError as error:
        raise InTheWayError(tr(w.NO_FILES, folder=folder)) from error
    except ValueError as error:
        raise InTheWayError(tr(w.DAMAGED, folder=folder)) from error
    tell(place)
    if given.show:
        return 0
    if given.at_login:
        _install(given)
    if not is_free(given.port):
        raise InTheWayError(tr(w.IN_USE, port=given.port))
    say(f"\n{tr(w.STOP)}\n")
    status = serve(_APP, find, tell_anew)
    return fail(tr(w.SERVER_ENDED)) if status else 0


def tell_anew(place: Place) -> None:
    """That the app was started again, and where it is now."""
    say(tr(w.RENEWED))
    say(tr(w.AT, here=place.here, there=place.there))


def certificates_folder() -> Path:
    """Of certificates and keys."""
    given = os.environ.get(VARIABLE, "").strip()
    return (
        Path(given).expanduser() if given else user_config_path("posture-analyzer", appauthor=False) / "tls"
    )


def _require_account() -> None:
    """The first account is asked for: on a network everybody signs in."""
    accounts = Accounts()
    if accounts.hashes():
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise InTheWayError(f"{tr(w.NO_TERMINAL)}\n\n    {command_of('accounts add NAME')}\n")
    say(tr(w.FIRST_ACCOUNT))
    if ask_for_account(accounts, input(tr(w.NAME))) != 0:
        raise InTheWayError(tr(w.NO_ACCOUNT))


def tell(place: Place) -> None:
    """Everything that a person needs for the other devices."""
    found = networks()
    there = place.there
    if not place.reachable:
        say(tr(w.NO_NETWORK))
    say(f"\n{tr(w.AT, here=place.here, there=there)}\n\n{tr(w.SCAN)}\n")
    say(qr_text(there))
    certificate = place.certificate
    say(w.firewall(place.port, found))
    say(f"\n{w.trust(there.rstrip('/') + AUTHORITY, str(certificate.authority), certificate.fingerprint)}")
    say(tr(w.ENDS, day=f"{certificate.ends:%Y-%m-%d}"))
    say(f"\n{tr(w.ROUTER)}")


def qr_text(address: str) -> str:
    """A QR code in the letters of a terminal."""
    import segno  # noqa: PLC0415

    out = io.StringIO()
    segno.make(address, micro=False).terminal(out=out, compact=True, border=2)
    return out.getvalue()


def _install(given: argparse.Namespace) -> None:
    names = [word for name in given.name for word in ("--name", name)]
    start = at_login.make_start(["--port", str(given.port), *names], _APP.parent)
    file, failed = at_login.install(start)
    say(f"\n{tr(w.INSTALLED, file=file)}")
    if failed is not None:
        say(tr(w.INSTALLED_BY_HAND, command=" ".join(failed)))
    elif at_login.this_kind() == "systemd":
        say(tr(w.LINGER, command="loginctl enable-linger"))


def say(text: str) -> None:
    """A line for people. Started by Windows at a sign-in, there is nowhere to say it."""
    if sys.stdout is not None:
        print(text, flush=True)  # noqa: T201


def fail(text: str) -> int:
    """What is in the way."""
    if sys.stderr is not None:
        print(f"\n{text}", file=sys.stderr, flush=True)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
