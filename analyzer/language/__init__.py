"""The language in which people are spoken to: messages, their catalogues, numbers and plurals.

English stands in the code and is its own key. `tr` translates a sentence where it is said, `mark` and `Table`
hold words that are written down once and said later. Nothing is translated when a module is imported: one
process speaks several languages, and each run of the app has its own.

The language is the one that `speaking` set around the call, else what `follow` answers (the app: that of the
session), else English.
"""

from analyzer.language.catalogues import available
from analyzer.language.choice import (
    LANGUAGES,
    Language,
    choose,
    current,
    follow,
    of_the_system,
    speaking,
)
from analyzer.language.letters import within_sentence
from analyzer.language.lists import all_of, one_of
from analyzer.language.messages import Table, mark, tr, translated, trn, trp
from analyzer.language.spoken import now, speaks, spoken

__all__ = [
    "LANGUAGES",
    "Language",
    "Table",
    "all_of",
    "available",
    "choose",
    "current",
    "follow",
    "mark",
    "now",
    "of_the_system",
    "one_of",
    "speaking",
    "speaks",
    "spoken",
    "tr",
    "translated",
    "trn",
    "trp",
    "within_sentence",
]
