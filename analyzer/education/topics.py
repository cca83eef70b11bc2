"""The chapters in reading order, and those on the psoas: what it does, why it gets tight, what helps."""

from __future__ import annotations

from typing import Final

from analyzer.education.evidence import GOOD_PHOTO, HELP_NOW, HELP_SOON, PELVIC_RANGE, PHOTO_TELLS, THOMAS
from analyzer.education.model import Topic
from analyzer.education.sources import fact
from analyzer.language import mark

PSOAS: Final = Topic(
    "psoas",
    "The psoas and what it does",
    "A long muscle deep inside, one on each side. It joins the low back to the legs.",
    (
        fact(
            "guidance",
            "The psoas major runs from the sides of the last thoracic and all lumbar vertebrae (T12 to L5), "
            "down through the pelvis, to the inner side of the top of the thigh bone (the lesser "
            "trochanter).",
            "stedman_psoas",
        ),
        fact(
            "guidance",
            "Together with the iliacus, which lines the inside of the hip bone, it is the main hip flexor: "
            "it lifts the thigh.",
            "stedman_psoas",
        ),
        fact(
            "taught",
            "It crosses the joints of the low back, the sacroiliac joint and the hip, so it acts on all "
            "three.",
        ),
        fact(
            "study",
            "It hardly bends the low back by itself, but at full force it presses the lumbar vertebrae "
            "together hard.",
            "bogduk1992",
        ),
        fact(
            "study",
            "In one person, the pelvis and the low back move together. Tipping the pelvis 11.4° forward on "
            "purpose deepened the curve by 10.8°; tipping it 8.7° backward flattened it by 9.0°.",
            "levine1996",
        ),
    ),
)

TIGHT: Final = Topic(
    "tight",
    "What a tight psoas is said to do",
    "This is the usual teaching. Many people whose pelvis tips forward have no pain at all.",
    (
        fact(
            "taught",
            "A tight psoas can rotate the pelvis forward (anterior tilt). The curve of the low back "
            "(lordosis) then grows, and the lumbar joints are compressed.",
        ),
        fact(
            "taught",
            "Low-back pain can follow. Over time, irritated facet joints, a herniated disc or a vertebra "
            "that slips forward (spondylolisthesis) are named as possible results.",
        ),
        fact(
            "study",
            "In 60 active adults, the hips of those with lasting low-back pain extended 10.8° less than "
            "those of people without. Which comes first is not known.",
            "roach2015",
        ),
        fact(
            "study",
            "But 85 % of men and 75 % of women without any symptoms stand with the pelvis tipped forward: "
            "it is the usual way to stand.",
            "herrington2011",
        ),
    ),
)

CAUSES: Final = Topic(
    "causes",
    "Why it gets tight",
    "A muscle that is held short for hours, or tensed for weeks, is said to stay so.",
    (
        fact(
            "study",
            "Long sitting and desk work: people who sat more than 7 hours a day and moved little had 6.1° "
            "less hip extension than active people who sat less than 4 hours. It is a link, not yet a proof "
            "of the cause.",
            "boukabache2021",
        ),
        fact("taught", "Long standing in one place, and poor posture, are named as well."),
        fact("taught", "Cycling: the hip works bent, for hours, and never opens fully."),
        fact(
            "guidance",
            "Stress: muscles tense up under stress, and with lasting stress they stay on guard.",
            "apa_stress",
        ),
        fact(
            "taught",
            "The psoas is said to take part in this stress response: the sympathetic nervous system, which "
            "readies the body for effort, keeps the muscle contracted.",
        ),
    ),
    ("sitting",),
)

HELPS: Final = Topic(
    "helps",
    "What helps",
    "Relax it, lengthen it, and train the muscles that work with it. A therapist chooses what fits.",
    (
        fact(
            "taught",
            "Indirect massage works through relaxation: when the body calms down (the parasympathetic "
            "response), the psoas lets go as well.",
        ),
        fact(
            "taught",
            "Direct massage reaches the psoas through the abdomen. It is for a trained therapist only; it "
            "is sometimes uncomfortable, and said to be effective.",
        ),
        fact(
            "guidance",
            "Caution with direct massage: bowel and a large artery lie in front of the muscle. Do not press "
            "there yourself.",
            "lowe2015",
        ),
        fact(
            "guidance",
            "Before direct massage, tell the therapist about pregnancy, a recent operation on the abdomen, "
            "an aneurysm, blood thinners, bowel disease, fever or belly pain without a known cause: then it "
            "is not done.",
            "abdominal_massage",
        ),
        fact(
            "study",
            "Does massage help a sore back? Nine reviews say it may, more than a placebo. The studies "
            "behind them are weak.",
            "kumar2013",
        ),
        fact(
            "study",
            "One session of hip-flexor stretching gave 2.6° more hip extension and 1.2° less tilt in 23 "
            "men; the curve of the low back did not change.",
            "preece2021",
        ),
        fact(
            "study",
            "After ten weeks of hip-flexor stretching, twice a day and partly supervised, healthy older "
            "people had more hip extension (82 people took part).",
            "watt2011",
        ),
        fact(
            "study",
            "In 30 women with low-back pain, pain eased over eight weeks of stretching, but not clearly "
            "more than without it.",
            "hatefi2021",
        ),
        fact("taught", "Therapeutic exercise that your therapist gives you for home: see the exercises."),
        fact(
            "guidance",
            "For most sore backs: keep moving and keep up daily life as well as you can.",
            "uhmb_back",
        ),
    ),
)

TOPICS: Final = mark(
    (
        PSOAS,
        TIGHT,
        CAUSES,
        HELPS,
        GOOD_PHOTO,
        PHOTO_TELLS,
        THOMAS,
        PELVIC_RANGE,
        HELP_NOW,
        HELP_SOON,
    )
)
