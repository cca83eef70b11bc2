"""Words explained."""

from __future__ import annotations

from typing import Final

from analyzer.education.model import Term
from analyzer.language import mark

GLOSSARY: Final = mark(
    tuple(
        Term(word, meaning)
        for word, meaning in (
            ("95 % interval", "The range that holds the true value in about 95 of 100 cases."),
            (
                "Anterior tilt",
                "The pelvis tips forward: its front bony points are lower than those at the back.",
            ),
            (
                "ASIS",
                "Anterior superior iliac spine: the bony point at the front of the hip bone that you can "
                "feel.",
            ),
            (
                "Depth of the hollow (lumbar depth)",
                "How deep the low back curves in, in % of the length of the trunk.",
            ),
            ("Ear-shoulder angle", "How far the ear is carried in front of the shoulder."),
            (
                "Facet joints",
                "The small joints at the back of the spine, two between each pair of vertebrae.",
            ),
            ("Flat back", "A low back with hardly any curve."),
            (
                "Herniated disc",
                "A disc between two vertebrae that bulges out; many people have one without noticing.",
            ),
            ("Hip extension", "Moving the thigh backward. Hip flexion is lifting it forward."),
            ("Iliopsoas", "Psoas and iliacus together, as they share one tendon."),
            ("Knee angle", "The angle of the knee seen from the side; straight is 180°."),
            (
                "Lesser trochanter",
                "The small knob on the inner side of the top of the thigh bone, where the psoas ends.",
            ),
            (
                "Lordosis (lumbar curve)",
                "The inward curve of the low back; here the angle between its steepest lines.",
            ),
            (
                "Lumbar vertebrae, L1 to L5",
                "The five vertebrae of the low back. T12 is the lowest of the chest, just above.",
            ),
            (
                "MDC95",
                "The smallest change that is probably real: smaller ones are within measurement error.",
            ),
            (
                "Modified Thomas test",
                "A test of hip-flexor length, lying at the edge of a couch with one knee held.",
            ),
            (
                "Parasympathetic",
                "The part of the nervous system that lets the body rest. The sympathetic part readies it.",
            ),
            ("Pelvic shift", "How far the hips stand in front of the ankles, in % of the length of the leg."),
            (
                "Pelvic tilt",
                "The angle of the line from PSIS to ASIS below the horizontal; forward is positive.",
            ),
            ("Posterior tilt", "The pelvis tips backward, and the low back gets flatter."),
            (
                "PSIS",
                "Posterior superior iliac spine: the bony point at the back of the pelvis, under the dimple.",
            ),
            ("r (correlation)", "How closely two things go together: 0 is not at all, 1 or −1 perfectly."),
            ("Sacral slope", "The slope of the skin at the back of the pelvis, against the vertical."),
            (
                "Sacroiliac joint",
                "The firm joint between the sacrum, the bone below the spine, and the hip bone.",
            ),
            (
                "SEM",
                "Standard error of measurement: how far a measured value typically is from the true one.",
            ),
            ("Spondylolisthesis", "A vertebra that has slipped forward on the one below."),
            ("Sway-back", "The hips are carried in front of the ankles and the upper body leans back."),
            ("Trunk inclination", "The lean of the line from hip to shoulder; forward is positive."),
        )
    )
)
"""In the order of the English alphabet."""
