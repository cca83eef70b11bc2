"""``posture-analyzer accounts``: who may sign in. Passwords are asked for and never shown."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from typing import Final

from analyzer.cli.language import argparse_speaks, speak
from analyzer.language import mark, tr
from analyzer.types.roles import ROLES, Role
from ui.access.accounts import Accounts, AccountsError, check_password, clean_name

_PROVIDER: Final = mark(
    "no password: the practice's identity provider says who it is; NAME is the e-mail address there"
)
_ROLE: Final = mark(
    "owner: everything; therapist: clients and visits, but neither erase for good nor back up nor settings; "
    "reader: only look. A new account is an owner unless it is said"
)
_ABOUT: Final = mark(
    "People who may use the app on a network. As soon as there is one, everybody has to sign in."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when it was done, 1 when not, 2 for wrong usage."""
    with speak(()), argparse_speaks():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser("posture-analyzer accounts", description=tr(_ABOUT))
    todo = parser.add_subparsers(dest="todo", required=True, metavar="COMMAND")
    for name, about in (
        ("add", tr("make an account, or give one that is there another password")),
        ("remove", tr("remove an account; who is signed in with it is signed out")),
    ):
        command = todo.add_parser(name, help=about)
        command.add_argument("name", metavar="NAME")
        if name == "add":
            command.add_argument("--provider", action="store_true", help=tr(_PROVIDER))
            command.add_argument("--role", choices=ROLES, help=tr(_ROLE))
    command = todo.add_parser(
        "role", help=tr("say what an account may do; who is signed in with it is signed out")
    )
    command.add_argument("name", metavar="NAME")
    command.add_argument("role", choices=ROLES, help=tr(_ROLE))
    todo.add_parser("list", help=tr("show the names of all accounts, and what they may do"))
    given = parser.parse_args(arguments)
    try:
        return _do(given, Accounts())
    except AccountsError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, EOFError):
        return _fail("\n" + tr("Nothing was changed."))


def _do(given: argparse.Namespace, accounts: Accounts) -> int:
    if given.todo == "add" and given.provider:
        name = accounts.add_provided(given.name, given.role)
        print(tr("{name} can sign in through the identity provider now (docs/network.md).", name=name))  # noqa: T201
        return 0
    if given.todo == "add":
        return ask_for_account(accounts, given.name, given.role)
    if given.todo == "role":
        return _set_role(accounts, given.name, given.role)
    if given.todo == "remove":
        return _remove(accounts, given.name)
    for name in accounts.hashes():
        role = accounts.role_of(name)
        print(name if role == "owner" else f"{name} ({role})")  # noqa: T201
    return 0


def ask_for_account(accounts: Accounts, given: str, role: Role | None = None) -> int:
    """Ask for a password and make an account with it; the exit status.

    Raises
    ------
    AccountsError
        The name or the password cannot be used, or the file cannot be changed.
    """
    name = clean_name(given)
    there = name in accounts.hashes()
    password = getpass.getpass(
        tr("New password for {name}: ", name=name) if there else tr("Password for {name}: ", name=name)
    )
    check_password(name, password)
    if getpass.getpass(tr("The same again: ")) != password:
        return _fail(tr("The two passwords differ. Nothing was changed. Please try again."))
    accounts.add(name, password, role)
    told = {"name": name, "file": accounts.file}
    if there:
        print(tr("{name} has a new password. The accounts are in {file}.", **told))  # noqa: T201
    else:
        print(tr("{name} can sign in now. The accounts are in {file}.", **told))  # noqa: T201
    return 0


def _set_role(accounts: Accounts, given: str, role: Role) -> int:
    if not accounts.set_role(given, role):
        return _fail(tr("There is no account {name}.", name=clean_name(given)))
    print(tr("{name} may do now what {role} says.", name=clean_name(given), role=role))  # noqa: T201
    return 0


def _remove(accounts: Accounts, given: str) -> int:
    if not accounts.remove(given):
        return _fail(tr("There is no account {name}.", name=clean_name(given)))
    print(tr("{name} cannot sign in any more.", name=clean_name(given)))  # noqa: T201
    if not accounts.hashes():
        print(tr("That was the last account: the app is for this computer only again."))  # noqa: T201
    return 0


def _fail(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
