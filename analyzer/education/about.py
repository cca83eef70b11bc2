"""What is said about the tool itself: how it was tested, its limits, and where data stay.

English: say it with `analyzer.language.translated`.
"""

from __future__ import annotations

from typing import Final

from analyzer.language import mark

HOW_TESTED: Final = mark(
    (
        "The measuring was tested on pictures of rendered people: bodies made by a computer, whose posture "
        "is known exactly. So the error of every measure is known there, for one photo and for the change "
        "between two photos.",
        "The pictures that test it were not used to fit it; only the rules that recognise loose clothes were "
        "chosen on them. Anyone can repeat the test; it takes a few minutes.",
    )
)

INTENDED: Final = mark(
    (
        "It describes how somebody stands in a photo, with how sure that is, and whether a change is more "
        "than measurement error: for physiotherapists, trainers, and adults who want to learn about their "
        "own stance.",
        "It is not made to diagnose, to find or exclude a disease, to choose or control a treatment by "
        "itself, or to watch over somebody.",
    )
)

LIMITS: Final = mark(
    (
        "Rendered people are not real ones. Their skin does not shift, and there are few kinds of clothes "
        "and rooms. On real photos expect larger errors.",
        "It has not been compared with X-rays, or with the hands of a therapist on real people. Nobody "
        "should decide on a treatment by these values alone.",
        "Without marked bony points, the tilt of the pelvis is an estimate from the outline of the body. "
        "The shape of the bone, which differs by 5° between people, cannot be seen in a photo, so the "
        "interval is wide.",
        "Sources disagree on what is usual, and how the outline of real people differs from the midline of "
        "the back is assumed. So the usual range is wide; one source, women or men, or none can be chosen.",
        "It was made for adults who stand freely. Pregnancy, scoliosis and teenagers were only tried on "
        "rendered people; about children and backs after surgery it knows nothing.",
        "Loose clothes, hair, an arm over the back and low contrast hide the outline. They are recognised in "
        "most cases, not in all.",
    )
)

NOT_KNOWN: Final = mark(
    (
        "How well it does on a large number of real photos with measured posture.",
        "Whether a change that it finds matters for pain or movement.",
        "Whether it does equally well for every skin, build and age: the rendered people vary in all three, "
        "but they are few.",
    )
)

PRIVACY: Final = mark(
    (
        "Photos are read, analysed and drawn on the computer that this program runs on. Nothing is sent "
        "anywhere, and nothing is reported.",
        "A photo lives in the session of the person who gave it and is gone when the session ends. Only what "
        "you download or save yourself stays.",
        "Records of clients exist only where somebody sets them up: one file, encrypted with a passphrase. "
        "On a database server of a practice, that server protects them.",
        "By itself the app answers this computer only. It does not start on a network before people have to "
        "sign in. It loads no fonts, scripts or pictures from elsewhere.",
        "The pose model is fetched once (35 MB) and kept in a cache folder; after that everything works "
        "without internet. It is used only if its checksum is the expected one.",
        "MediaPipe, which finds the person in the photo, would report its own use. That is blocked. On "
        "Linux it was watched that no connection is made; on a Mac it was not.",
        "No name, photo or path is written to a log.",
        "In pictures and reports that you download the face is covered, unless you switch that off. Treat "
        "them and the values as health data all the same.",
    )
)
