"""A person alone before a camera, guided hands free to a good side view and a result.

``Watch`` turns camera frames into what is seen (`Sight`), ``Guide`` turns that into one instruction at a time
(`Cue`), ``make_take`` turns the frames that it let keep into a result (`Take`), and ``compare_sides`` looks
whether two sides agree. ``Recording`` goes through both sides with them, and ``Recorder`` does that in a
thread of its own, always with the newest frame. ``RangeGuide`` and ``RangeRecording`` do the same for the
range of the pelvis. Nothing in here knows a camera or a browser.
"""

from analyzer.live.guide import Cue, Guide
from analyzer.live.range_guide import MOVES, RangeGuide
from analyzer.live.range_recording import RangeRecording, RangeTake
from analyzer.live.recorder import Recorder
from analyzer.live.recording import Recording
from analyzer.live.sides import SidesCheck, compare_sides
from analyzer.live.sight import Body, Sight, read_body
from analyzer.live.take import Shot, Take, make_take
from analyzer.live.watch import Watch
from analyzer.live.words import ADVICE, OTHER_WORDS, PROBLEMS, WITHOUT, Advice, Instruction, say_problem

__all__ = [
    "ADVICE",
    "MOVES",
    "OTHER_WORDS",
    "PROBLEMS",
    "WITHOUT",
    "Advice",
    "Body",
    "Cue",
    "Guide",
    "Instruction",
    "RangeGuide",
    "RangeRecording",
    "RangeTake",
    "Recorder",
    "Recording",
    "Shot",
    "SidesCheck",
    "Sight",
    "Take",
    "Watch",
    "compare_sides",
    "make_take",
    "read_body",
    "say_problem",
]
