"""The chapters on the photo, on the direct test, and on when to see a professional."""

from __future__ import annotations

from typing import Final

from analyzer.education.model import Topic
from analyzer.education.sources import fact

GOOD_PHOTO: Final = Topic(
    "good_photo",
    "How to take a good photo",
    "Two minutes of care decide how much the photo can tell.",
    (
        fact(
            "own",
            "Camera 3 m away, lens at the height of the pelvis. From 3 m, a lens 20 cm too high or too low "
            "turns a true tilt of 12° into one that is 1.8° off; from 2 m it is 2.7°.",
        ),
        fact(
            "own",
            "Camera level: if it is turned by 2°, every angle is off by 2°. A door frame or a shelf in the "
            "picture helps to level it.",
        ),
        fact(
            "own",
            "Exactly side on, so that one shoulder hides the other. Turned by 10°, a tilt of 12° looks like "
            "11.2° or 13.3°.",
        ),
        fact(
            "own",
            "Feet parallel, weight even, knees straight, looking ahead, barefoot. Arms folded or lifted "
            "forward, so that the low back is free.",
        ),
        fact(
            "own",
            "Tight or little clothing, hair up, a plain background: the outline of the back is what is "
            "measured.",
        ),
        fact(
            "study",
            "Two or three photos, stepping away in between: nobody stands the same way twice. For a photo "
            "to compare with later, do all of it the same way, from the same side.",
            "schmidt2018",
        ),
    ),
    ("camera_setup", "camera_view"),
)

PHOTO_TELLS: Final = Topic(
    "photo_tells",
    "What a photo can and cannot tell",
    "A photo gives indicators. It is never a diagnosis.",
    (
        fact(
            "study",
            "How long your hip flexors are hardly shows in how you stand, and a pelvis that tips forward is "
            "usual.",
            "heino1990",
            "herrington2011",
        ),
        fact(
            "study",
            "In 25 healthy adults the link between the length of the hip flexors and pelvic tilt was "
            "r = −.04, and with the lumbar curve r = −.09, where 0 is no link and 1 a perfect one.",
            "heino1990",
        ),
        fact(
            "study",
            "Between people, tilt and curve do not go together either: no correlation in 90 adults standing "
            "still.",
            "youdas1996",
        ),
        fact(
            "study",
            "Bones differ. In 30 pelvises all set in the same position, the line from PSIS to ASIS tipped "
            "by 0° to 23° (13 ± 5°), by shape alone. No photo shows this.",
            "preece2008",
        ),
        fact(
            "study",
            "A pelvis tipped forward is usual: 85 % of men and 75 % of women without symptoms.",
            "herrington2011",
        ),
        fact(
            "study",
            "Women have more curve of the low back than men: 34° and 28° in one study of 183 people, 30° and "
            "17° with another instrument in 659. So much do instruments disagree on what is usual, and what "
            "is called usual here is a wide range.",
            "inclinometer2016",
            "langtapia2011",
        ),
        fact(
            "study",
            "Standing changes from minute to minute. Over six stands, 51 % of people varied their lumbar "
            "curve by 10 to 20 %, and 29 % by more.",
            "schmidt2018",
        ),
        fact(
            "study",
            "There is little evidence for an ideal posture along a plumb line; judging by it calls many "
            "healthy people abnormal.",
            "barralopez2024",
        ),
        fact(
            "study",
            "The eye alone is not better: where 0 is chance and 1 is perfect, 28 clinicians who judged "
            "photos agreed with themselves by .50, and with each other by .16.",
            "fedorak2003",
        ),
        fact(
            "guidance",
            "In sway-back the hips stand in front of the ankles and are extended. That is another pattern "
            "than a deep lumbar curve.",
            "czaprowski2018",
        ),
        fact(
            "taught",
            "In sway-back the iliopsoas is taught to be long. So it is never reported here as a short psoas.",
        ),
        fact(
            "own",
            "What a photo is good at: the change in one person. Bone and build stay the same, so they drop "
            "out.",
        ),
        fact("own", '"Not measurable in this photo" is a good answer. A made-up number is not.'),
    ),
    ("photo_limits",),
)

THOMAS: Final = Topic(
    "thomas",
    "The direct test: the modified Thomas test",
    "It shows how far the hip flexors let the thigh go back, while the other knee, held at the chest, keeps "
    "the pelvis still. It needs a second person, for the photo and to see that the pelvis stays.",
    (
        fact(
            "taught",
            "You sit on the edge of a couch, roll back and pull both knees to the chest, until the low back "
            "is flat. You hold one knee there and let the other leg hang, fully relaxed.",
        ),
        fact(
            "guidance",
            "Thigh above the horizontal: the one-joint hip flexors (psoas and iliacus) count as short. Knee "
            "bent by less than 67°: the two-joint ones in front of the thigh do.",
            "bmc2021_table",
        ),
        fact(
            "study",
            "For comparison: in 117 top athletes the thigh hung 11.9° below the horizontal, with the knee "
            "bent by 52.5°.",
            "harvey1998",
        ),
        fact(
            "study",
            "If nobody minds the pelvis, the test misleads: it found 32 % of the hips that truly could not "
            "extend, and cleared 57 % of those that could. With the tilt of the pelvis taken into account "
            "it agreed with true hip extension very well (r = .98).",
            "vigotsky2016",
        ),
        fact(
            "study",
            "Where 1 is perfect, working the angle out from two measured lengths repeats by .90 to .95; "
            "reading it off a goniometer by .30 to .65.",
            "mtt_scoring",
        ),
    ),
    ("thomas_held", "thomas_loose"),
)

PELVIC_RANGE: Final = Topic(
    "pelvic_range",
    "How far the pelvis tips, and where you stand in between",
    "Ten seconds before the webcam: tip the pelvis forward, back, and let go. It shows how much is left to "
    "both sides of your usual stance.",
    (
        fact(
            "own",
            "Forward: the tailbone goes back and up, and the low back hollows. Back: the tailbone goes down "
            "and under, and the low back flattens. Chest, head and knees stay where they are.",
        ),
        fact(
            "study",
            "As far as people could, they tipped the pelvis by 11.4° forward and 8.7° back from their own "
            "stance. The curve of the low back grew by 10.8°, and shrank by 9.0°.",
            "levine1996",
        ),
        fact(
            "study",
            "Between people the shape of the pelvis alone makes some 5° of difference in tilt. Within one "
            "movement of one person it stays the same, so it drops out.",
            "preece2008",
        ),
        fact(
            "own",
            "There is no range that is right for everybody. Who usually stands near the forward end has "
            "little left to tip forward; why that is, this does not say. The direct test asks the hip "
            "flexors themselves.",
        ),
    ),
    ("pelvic_range",),
)

HELP_NOW: Final = Topic(
    "help_now",
    "Go to an emergency department, or call your emergency number",
    "These are rare. If one of them is new for you, do not wait.",
    (
        fact(
            "guidance",
            "Numbness around or under the genitals, around the bottom or on the inner thighs, where a saddle "
            "would touch.",
            "northern_trust",
            "nhsggc_back",
            "royal_free",
        ),
        fact(
            "guidance",
            "Sexual function has changed: no erection or ejaculation, or less feeling during sex.",
            "royal_free",
            "norfolk_back",
        ),
        fact(
            "guidance",
            "You find it hard to start or to hold urine, or do not notice or cannot hold stool, and that is "
            "not normal for you.",
            "northern_trust",
            "nhsggc_back",
            "royal_free",
        ),
        fact(
            "guidance",
            "Pain from the back down both legs, or weakness or numbness in both legs that is severe or "
            "getting worse.",
            "northern_trust",
        ),
        fact(
            "guidance",
            "One leg or foot that is getting weaker, or quickly loses strength.",
            "norfolk_back",
            "informedhealth_back",
        ),
        fact(
            "guidance",
            "Pain after a bad fall or a road accident; after a small one if you are older, have "
            "osteoporosis or have taken steroids for long.",
            "northern_trust",
        ),
    ),
)

HELP_SOON: Final = Topic(
    "help_soon",
    "See a doctor or physiotherapist soon",
    "None of these means that something is badly wrong. They are worth a look.",
    (
        fact(
            "guidance",
            "Pain that stays or gets worse when you lie down, and disturbs sleep.",
            "northern_trust",
        ),
        fact(
            "guidance",
            "Fever with back pain, or losing weight without trying: call your doctor the same day.",
            "bridgwater_back",
        ),
        fact("guidance", "Back pain, and you have or had cancer.", "medlineplus_back"),
        fact("guidance", "You walk unsteadily, trip or fall.", "northern_trust", "nhsggc_back"),
        fact(
            "guidance",
            "Pain that does not start to ease within a few weeks, is very severe, or gets worse.",
            "bridgwater_back",
        ),
        fact(
            "guidance", "You are pregnant and your back hurts: ask your midwife or doctor.", "northern_trust"
        ),
        fact(
            "guidance",
            "Otherwise: back pain is common, rarely serious, and mostly settles within 6 to 12 weeks.",
            "uhmb_back",
        ),
    ),
)
