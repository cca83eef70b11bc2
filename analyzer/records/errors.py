"""What can go wrong with records. None of these holds a name, a path or anything that was stored."""

from __future__ import annotations

from typing import ClassVar

from analyzer.errors import PostureError
from analyzer.errors.codes import ErrorCode


class RecordsError(PostureError):
    """Root of all errors of the records."""

    code: ClassVar[ErrorCode] = "records_error"
    default_message = "The records could not be used. Nothing was changed. Please try again."


class NoRecordsError(RecordsError):
    code = "no_records"
    default_message = "There are no records at this place yet. Please create them first."


class RecordsExistError(RecordsError):
    code = "records_exist"
    default_message = "There are records at this place already. Please open them with their passphrase."


class WrongPassphraseError(RecordsError):
    code = "wrong_passphrase"
    default_message = (
        "This passphrase does not open the records. Please check capital letters and the keyboard's "
        "language, and type it again. If it is right, the file may be damaged: please restore a backup."
    )


class WeakPassphraseError(RecordsError):
    code = "weak_passphrase"
    default_message = (
        "This passphrase is too short. Please take at least 10 characters; four or more words that do not "
        "belong together are easy to remember and hard to guess."
    )


class RecordsClosedError(RecordsError):
    code = "records_closed"
    default_message = "The records are locked. Please open them with your passphrase."


class RecordsBusyError(RecordsError):
    code = "records_locked"
    default_message = (
        "Another program is using the records right now. Nothing was changed. Please close it, or wait a "
        "moment, and try again."
    )


class RecordsMovedError(RecordsError):
    code = "records_moved"
    default_message = (
        "The records were moved or replaced by another program since they were opened. Nothing was saved. "
        "Please lock them and open them again."
    )


class ChangedMeanwhileError(RecordsError):
    code = "changed_meanwhile"
    default_message = (
        "This visit was changed in another window since it was read. Nothing was saved. Please read it "
        "again, and put both changes together."
    )


class NewerSchemaError(RecordsError):
    code = "newer_schema"
    default_message = (
        "These records were made by a newer version of this program. They were not touched. Please update "
        "the program to open them."
    )


class DiskFullError(RecordsError):
    code = "disk_full"
    default_message = (
        "There is no space left on the disk. Nothing was saved, and what was there before is unchanged. "
        "Please make room and try again."
    )


class DiskError(RecordsError):
    code = "disk_error"
    default_message = (
        "The disk could not be read or written. Nothing was saved. Please check that the drive is connected "
        "and has space left, and try again."
    )


class NotWritableError(RecordsError):
    code = "not_writable"
    default_message = (
        "The records cannot be written here. Nothing was changed. Please check the permissions of the folder "
        "or choose another one."
    )


class DamagedError(RecordsError):
    code = "damaged"
    default_message = (
        "The file of the records is damaged. Please leave it as it is, copy it to a safe place, and restore "
        "your last backup."
    )


class NotRecordsError(RecordsError):
    code = "not_records"
    default_message = "This file holds no records of this program. Please choose another one."


class NotForServerError(RecordsError):
    code = "not_for_server"
    default_message = (
        "These records are on a database server, which has a passphrase and backups of its own. Please ask "
        "whoever looks after it."
    )


class NotAllowedError(RecordsError):
    code = "not_allowed"
    default_message = (
        "Your account may not do this. Nothing was changed. Whoever looks after the accounts of this "
        "practice can give it more rights."
    )


class NotFoundError(RecordsError):
    code = "not_found"
    default_message = (
        "This is no longer in the records. Somebody may have erased it. Please go back to the list."
    )


class CodeTakenError(RecordsError):
    code = "code_taken"
    default_message = "Another client has this code already. Please choose another code."


class BadEntryError(RecordsError, ValueError):
    code = "bad_entry"
    default_message = "This cannot be saved. Please check what you entered."


class NoConnectionError(RecordsError):
    code = "no_connection"
    default_message = (
        "The database server cannot be reached. Nothing was lost. Please check the network, the address, and "
        "the user name and password in it."
    )
