"""``posture-analyzer accounts``: who may sign in. Passwords are asked for and never shown."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from ui.access.accounts import Accounts, AccountsError, check_password, clean_name

_PROVIDER = "no password: the practice's identity provider says who it is; NAME is the e-mail address there"
_ABOUT = "People who may use the app on a network. As soon as there is one, everybody has to sign in."


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when it was done, 1 when not, 2 for wrong usage."""
    parser = argparse.ArgumentParser("posture-analyzer accounts", description=_ABOUT)
    todo = parser.add_subparsers(dest="todo", required=True, metavar="COMMAND")
    for name, about in (
        ("add", "make an account, or give one that is there another password"),
        ("remove", "remove an account; who is signed in with it is signed out"),
    ):
        command = todo.add_parser(name, help=about)
        command.add_argument("name", metavar="NAME")
        if name == "add":
            command.add_argument("--provider", action="store_true", help=_PROVIDER)
    todo.add_parser("list", help="show the names of all accounts")
    given = parser.parse_args(arguments)
    accounts = Accounts()
    try:
        if given.todo == "add" and given.provider:
            name = accounts.add_provided(given.name)
            print(f"{name} can sign in through the identity provider now (docs/network.md).")  # noqa: T201
            return 0
        if given.todo == "add":
            return ask_for_account(accounts, given.name)
        if given.todo == "remove":
            return _remove(accounts, given.name)
        for name in accounts.hashes():
            print(name)  # noqa: T201
    except AccountsError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, EOFError):
        return _fail("\nNothing was changed.")
    return 0


def ask_for_account(accounts: Accounts, given: str) -> int:
    """Ask for a password and make an account with it; the exit status.

    Raises
    ------
    AccountsError
        The name or the password cannot be used, or the file cannot be changed.
    """
    name = clean_name(given)
    there = name in accounts.hashes()
    password = getpass.getpass(f"{'New password' if there else 'Password'} for {name}: ")
    check_password(name, password)
    if getpass.getpass("The same again: ") != password:
        return _fail("The two passwords differ. Nothing was changed. Please try again.")
    accounts.add(name, password)
    done = "has a new password" if there else "can sign in now"
    print(f"{name} {done}. The accounts are in {accounts.file}.")  # noqa: T201
    return 0


def _remove(accounts: Accounts, given: str) -> int:
    if not accounts.remove(given):
        return _fail(f"There is no account {clean_name(given)}.")
    print(f"{clean_name(given)} cannot sign in any more.")  # noqa: T201
    if not accounts.hashes():
        print("That was the last account: the app is for this computer only again.")  # noqa: T201
    return 0


def _fail(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
