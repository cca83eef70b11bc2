"""Words of the pages of the records."""

from __future__ import annotations

from typing import Final

from analyzer.language import mark

WHAT_THEY_ARE: Final = mark(
    "Records keep the visits of your clients: photos, what was measured and corrected, answers, notes and "
    "exercises. Six weeks later you see in one click what has changed. You do not need them to check a photo."
)
FACTS: Final = mark(
    (
        "**Everything is in one file on this computer**, and nowhere else: {place}",
        "**The file is encrypted** with your passphrase. Whoever finds it without the passphrase sees "
        "nothing.",
        "**A forgotten passphrase cannot be recovered**, by nobody. Write it down and keep it in a safe "
        "place, away from this computer.",
        "Make a backup now and then, on another disk. It is encrypted, too.",
    )
)
SERVER: Final = mark(
    "The records are on a database server. They are not encrypted by this program there: the server's own "
    "storage and access rules protect them."
)
CHOOSE: Final = mark(
    "Four or more words that do not belong together are easy to remember and hard to guess. There are no "
    "rules about digits or signs. At least 10 characters are needed; 16 or more are good."
)
EMPTY_OLD: Final = mark("Please type the passphrase until now, too. Nothing was changed.")
SHOW_TYPED: Final = mark("Show what is typed")
OLD_WRONG: Final = mark(
    "The passphrase until now is another one. Nothing was changed. Please check capital letters and the "
    "keyboard's language, and type it again."
)
DIFFERENT: Final = mark("The two passphrases are not the same. Please type them again.")
EMPTY: Final = mark("Please type your passphrase.")
WELCOME: Final = mark("Your records are ready, and open.")
UNLOCK: Final = mark("The records are locked. Your passphrase opens them for this window.")
FORGOTTEN: Final = mark(
    "Without the passphrase nobody can open the records. If you have a backup with a passphrase that you "
    "know, it can be restored. The records that are here are moved aside then, not deleted."
)

BACKUP: Final = mark(
    "A backup is one encrypted file with everything in it. Keep it on another disk, away from this computer. "
    "It opens with the passphrase that the records have now."
)
SERVER_BACKUP: Final = mark("Backups are made by whoever runs the server.")
RESTORED: Final = mark("The backup was restored, and the records are open.")
RESTORE_REPLACES: Final = mark(
    "The backup takes the place of the records that are open now. Those are moved aside on this computer, "
    "not deleted."
)
