"""A person alone before a camera, guided hands free to a good side view and a result.

``Watch`` turns camera frames into what is seen (`Sight`), ``Guide`` turns that into one instruction at a time
(`Cue`), ``make_take`` turns the frames that it let keep into a result (`Take`), and ``compare_sides`` looks
whether two sides agree. Nothing in here knows a camera, a browser or a clock.
"""

from analyzer.live.guide import Cue, Guide
from analyzer.live.sides import SidesCheck, compare_sides
from analyzer.live.sight import Body, Sight, read_body
from analyzer.live.take import Shot, Take, make_take
from analyzer.live.watch import Watch
from analyzer.live.words import ADVICE, Advice, Instruction

__all__ = [
    "ADVICE",
    "Advice",
    "Body",
    "Cue",
    "Guide",
    "Instruction",
    "Shot",
    "SidesCheck",
    "Sight",
    "Take",
    "Watch",
    "compare_sides",
    "make_take",
    "read_body",
]
