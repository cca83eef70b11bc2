"""What is said on the phone and beside it."""

from __future__ import annotations

from typing import Final

from analyzer.language import Table, mark

PAGE_WORDS: Final = Table(
    {
        "title": "Photo for the posture analyzer",
        "opening": "One moment...",
        "ready": "Connected. The photo goes to the computer that showed the code, and nowhere else.",
        "take": "Take a photo",
        "choose": "Choose a photo that is there",
        "guide": "Take it with lines to stand by",
        "guide_help": "The lines also show whether the phone is held level.",
        "tips": "Side view, head to feet in the picture, the phone upright at the height of the pelvis, "
        "about three metres away. With the lines: head and feet at the outer ones, pelvis on the middle one.",
        "shoot": "Take the photo",
        "back": "Back",
        "retry": "Try again",
        "level": "The phone is level",
        "tilted": "Turn the phone until it is level",
        "leaning": "Hold the phone upright: it leans forward or back",
        "no_camera": "The browser does not give the camera to this page. Please use the other button.",
        "sure": "Send this photo?",
        "no_preview": "This browser cannot show the photo. It can be sent all the same.",
        "send": "Send",
        "again": "Another one",
        "sending": "Sending...",
        "sent": "Sent. It appears on the computer.",
        "there": "It is on the computer.",
        "next": "Take another photo",
        "left": "Time left: {time}",
        "over": "This code is over. Ask for a new one on the computer.",
        "lost": "The computer does not answer. Are the phone and the computer in the same network? Please "
        "try again.",
        "photo_alt": "The photo that you chose",
    }
)
"""On the page of the phone."""

GONE: Final = mark("This code does not work, or not any more. Ask for a new one on the computer.")
WAIT: Final = mark("Too many tries. Please wait a moment and scan the code again.")
TOO_LARGE: Final = mark("The photo is larger than {most} MB. Please choose a smaller one.")
SLOW: Final = mark("The photo took too long. Please try again nearer to the Wi-Fi.")
BUSY: Final = mark("The computer has not taken the last photo yet. Please try again in a moment.")
FULL: Final = mark("Too many photos are being looked at right now. Please try again in a minute.")
EMPTY: Final = mark("There was no photo in it. Please try again.")

USE: Final = mark("Use a phone as the camera")
INTRO: Final = mark(
    "Scan this code with the phone. It opens a page of this computer, takes one photo at a time, and the "
    "photo appears here. One phone, ten minutes, one person: for another person, show a new code."
)
OFF: Final = mark(
    "Phones are switched off. They can be switched on in the settings: a phone then opens a page of this "
    "computer by a code that is good for ten minutes, on your own network."
)
OFF_FIXED: Final = mark(
    "Phones are switched off for this computer (POSTURE_PHONE=off). Whoever set it up can switch them on."
)
ELSEWHERE: Final = mark("The phone sends its photos to another place in this app at the moment.")
TO_SETTINGS: Final = mark("To the settings")
CONNECTED: Final = mark("The phone that opened the code sends its photos here. A new code ends that.")
NEW_CODE: Final = mark("Show a new code")
WARNS: Final = mark(
    "The first time, the phone may warn that it does not know this computer. docs/network.md says how it "
    "learns to trust it."
)
QR_ALT: Final = mark("QR code with the address of the page for the phone")

ONLY_HERE: Final = mark(
    "A phone cannot reach this program yet: it answers this computer alone. Start it for your network, with "
    "a certificate and sign-in, by this command:"
)
NOT_SEALED: Final = mark(
    "The connection is not encrypted, so photos could be read by others on the network. Start the program "
    "with a certificate, by this command:"
)
NO_NETWORK: Final = mark(
    "This computer is in no network that a phone could be in, or the program does not answer under its "
    "address there. Connect it, then start the program anew by this command:"
)
SWITCH: Final = mark("Phones may hand photos to this program")
SWITCH_HELP: Final = mark(
    "Each code is good for one phone, one window of this app and ten minutes. Nothing goes through anybody "
    "else's server."
)
SWITCH_TITLE: Final = mark("A phone as the camera")
SWITCH_SAID: Final = mark("POSTURE_PHONE says so for this computer; it cannot be changed here.")
SWITCH_TROUBLE: Final = mark("This could not be kept: the settings folder cannot be written.")

BAR_WORDS: Final = Table(
    {
        "waiting": "A phone may open the code. Time left: {time}",
        "bound": "A phone is connected. Time left: {time}",
        "sending": "A photo is coming from the phone...",
        "end": "End",
        "lost": "The program does not answer.",
    }
)
"""On every page, as long as a phone may send photos."""
CAME: Final = mark("A photo came from the phone.")
SHOW_IT: Final = mark("Show it")
