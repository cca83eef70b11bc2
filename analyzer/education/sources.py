"""Every source that the texts cite, once."""

from __future__ import annotations

from typing import Final

from analyzer.education.model import Basis, Fact, Source

_ROWS: Final = (
    # Anatomy and mechanics
    ("stedman_psoas", "Medical dictionary", "Psoas major muscle, Stedman's, at Drugs.com",
     "https://www.drugs.com/dict/psoas-major-muscle.html"),
    ("bogduk1992", "Bogduk 1992", "Bogduk N and others. Anatomy and biomechanics of psoas major. Clin "
     "Biomech 1992;7:109",
     "https://doi.org/10.1016/0268-0033(92)90024-X"),
    ("levine1996", "Levine 1996", "The effects of pelvic movement on lumbar lordosis in the standing "
     "position. "
     "J Orthop Sports Phys Ther 1996;24(3):130", "https://pubmed.ncbi.nlm.nih.gov/8866271/"),
    # What posture tells
    ("heino1990", "Heino 1990", "Relationship between hip extension range of motion and postural alignment. "
     "J Orthop Sports Phys Ther 1990;12(6):243", "https://pubmed.ncbi.nlm.nih.gov/18796868/"),
    ("youdas1996", "Youdas 1996", "Lumbar lordosis and pelvic inclination of asymptomatic adults. "
     "Phys Ther 1996;76(10):1066",
     "https://mayoclinic.pure.elsevier.com/en/publications/lumbar-lordosis-and-pelvic-inclination-of-asymptomatic-adults"),
    ("preece2008", "Preece 2008", "Variation in pelvic morphology may prevent the identification of anterior "
     "pelvic "
     "tilt. J Man Manip Ther 2008;16(2):113", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2565125/"),
    ("herrington2011", "Herrington 2011", "Assessment of the degree of pelvic tilt within a normal "
     "asymptomatic "
     "population. Man Ther 2011;16(6):646", "https://pubmed.ncbi.nlm.nih.gov/21658988/"),
    ("inclinometer2016", "Advances in Orthopedics 2016", "Lumbar curve and sacral slope of 183 people, "
     "standing, by inclinometer. Adv Orthop 2016:3817270", "https://doi.org/10.1155/2016/3817270"),
    ("langtapia2011", "Lang-Tapia 2011", "Differences on spinal curvature in standing position by gender, "
     "age and weight status using a noninvasive method. J Appl Biomech 2011;27:143",
     "https://investigadores.anid.cl/en/public_search/work?id=566406"),
    ("schmidt2018", "Schmidt 2018", "How do we stand? Variations during repeated standing phases of "
     "asymptomatic "
     "subjects and low back pain patients. J Biomech 2018;70:67", "https://pubmed.ncbi.nlm.nih.gov/28683929/"),
    ("barralopez2024", "Barra-López 2024", "The standard posture is a myth: a scoping review. J Rehabil Med "
     "2024;56:41899",
     "https://pmc.ncbi.nlm.nih.gov/articles/PMC11492508/"),
    ("czaprowski2018", "Czaprowski 2018", "Non-structural misalignments of body posture in the sagittal "
     "plane. "
     "Scoliosis Spinal Disord 2018", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5836359/"),
    ("fedorak2003", "Fedorak 2003", "Reliability of the visual assessment of cervical and lumbar lordosis: "
     "how good are "
     "we? Spine 2003;28(16):1857", "https://pubmed.ncbi.nlm.nih.gov/12923476/"),
    ("roach2015", "Roach 2015", "Passive hip range of motion is reduced in active subjects with chronic low "
     "back pain "
     "compared to controls. Int J Sports Phys Ther 2015;10(1):13", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4325283/"),
    # Causes and treatment
    ("boukabache2021", "Boukabache 2021", "Prolonged sitting and physical inactivity are associated with "
     "limited hip "
     "extension. Musculoskelet Sci Pract 2021;51:102282", "https://pubmed.ncbi.nlm.nih.gov/33188982/"),
    ("apa_stress", "APA", "American Psychological Association. Stress effects on the body",
     "https://www.apa.org/topics/stress/body"),
    ("preece2021", "Preece 2021", "Comparison of pelvic tilt before and after hip flexor stretching in "
     "healthy adults. "
     "J Manip Physiol Ther 2021;44(4):289", "https://usir.salford.ac.uk/id/eprint/60850/"),
    ("hatefi2021", "Hatefi 2021", "The effect of static stretching exercises on hip range of motion, pain, "
     "and "
     "disability in patients with non-specific low back pain. J Exp Orthop 2021;8:55",
     "https://pmc.ncbi.nlm.nih.gov/articles/PMC8316530/"),
    ("watt2011", "Watt 2011", "Effect of a supervised hip flexor stretching program on gait in elderly "
     "individuals. "
     "PM&R 2011", "https://pubmed.ncbi.nlm.nih.gov/21497318/"),
    ("kiseljak2024", "Kiseljak 2024", "Use of the modified Thomas test for hip flexor stretching: what are "
     "the acute and "
     "prolonged effects? Biomechanics 2024;4(4):585", "https://www.mdpi.com/2673-7078/4/4/41"),
    ("kumar2013", "Kumar 2013", "The effectiveness of massage therapy for the treatment of nonspecific low "
     "back pain: a "
     "systematic review of systematic reviews. Int J Gen Med 2013;6:733",
     "https://pmc.ncbi.nlm.nih.gov/articles/PMC3772691/"),
    ("lowe2015", "Lowe 2015", "Lowe W. Clinical Apps, Massage & Bodywork, March/April 2015, page 95",
     "https://www.massageandbodyworkdigital.com/i/465652/97"),
    ("abdominal_massage", "Biology Insights", "Is abdominal massage dangerous? Risks and contraindications",
     "https://biologyinsights.com/is-abdominal-massage-dangerous-risks-contraindications"),
    ("russo2017", "Russo 2017", "The physiological effects of slow breathing in the healthy human. Breathe "
     "2017;13(4):298",
     "https://pmc.ncbi.nlm.nih.gov/articles/PMC5709795/"),
    # Doses and how to do it
    ("acsm2011", "ACSM 2011", "Garber CE and others. Quantity and quality of exercise for developing and "
     "maintaining fitness in apparently healthy adults, position stand of the American College of Sports "
     "Medicine. Med Sci Sports Exerc 2011;43(7):1334", "https://doi.org/10.1249/MSS.0b013e318213fefb"),
    ("who2020", "WHO 2020", "Bull FC and others. World Health Organization 2020 guidelines on physical "
     "activity and sedentary behaviour. Br J Sports Med 2020;54:1451",
     "https://doi.org/10.1136/bjsports-2020-102955"),
    ("nice_ng59", "NICE NG59", "National Institute for Health and Care Excellence, United Kingdom. Low back "
     "pain and sciatica in over 16s: assessment and management", "https://www.nice.org.uk/guidance/ng59"),
    ("nhs_inform", "NHS inform", "Exercises for back pain. NHS inform, Scotland",
     "https://www.nhsinform.scot/illnesses-and-conditions/muscle-bone-and-joints/exercises/"
     "exercises-for-back-pain"),
    ("nhs_tayside", "NHS Tayside", "Exercises to try at home: the super six. NHS Tayside, Scotland",
     "https://rightdecisions.scot.nhs.uk/being-a-partner-in-my-care-realistic-medicine-together/"
     "local-resources/nhs-tayside/exercises-to-try-at-home"),
    ("guys_back", "Guy's and St Thomas' NHS", "Low back pain: physiotherapy and exercises. Guy's and St "
     "Thomas' NHS Foundation Trust",
     "https://www.guysandstthomas.nhs.uk/health-information/low-back-pain/physiotherapy-and-exercises"),
    ("msd_bridging", "MSD Manual", "Bridging; Tomah Memorial Hospital, Department of Physical Therapy",
     "https://www.msdmanuals.com/en-jp/home/multimedia/video/bridging"),
    ("cuh_back", "Cambridge University Hospitals", "Back mobility exercises, patient information",
     "https://www.cuh.nhs.uk/patient-information/back-mobility-exercises/"),
    ("cuh_thoracic", "Cambridge University Hospitals", "Thoracic spine exercises, patient information",
     "https://www.cuh.nhs.uk/patient-information/thoracic-spine-exercises"),
    ("krames_tilt", "Krames", "Back exercises: pelvic tilt, patient information",
     "https://majorhospital.kramesonline.com/RelatedItems/3,S,85883"),
    ("ace_deadbug", "ACE", "American Council on Exercise. Supine dead bug",
     "https://www.acefitness.org/acefit/fitness_programs_exercise_library_details.aspx?exerciseid=147"),
    ("kendall2005", "Kendall 2005", "Kendall FP and others. Muscles: Testing and Function with Posture and "
     "Pain, 5th edition. Lippincott Williams & Wilkins 2005", "https://search.worldcat.org/isbn/9780781747806"),
    ("alexander", "Alexander Technique Richmond", "Constructive rest",
     "https://alexandertechniquerichmond.co.uk/constructive-rest"),
    ("nhs_breathing", "NHS Yellow Book", "Relaxed breathing for stress, the LPT NHS Yellow Book 2017/18",
     "https://rethinkyourmind.co.uk/the-lpt-nhs-yellow-book-2017-18/inc/html/49.html"),
    # What is known of exercises
    ("winters2004", "Winters 2004", "Passive versus active stretching of hip flexor muscles in subjects with "
     "limited hip extension: a randomized clinical trial. Phys Ther 2004;84(9):800",
     "https://doi.org/10.1093/ptj/84.9.800"),
    ("bandy1994", "Bandy 1994", "Bandy WD, Irion JM. The effect of time on static stretch on the flexibility "
     "of the hamstring muscles. Phys Ther 1994;74(9):845", "https://doi.org/10.1093/ptj/74.9.845"),
    ("feland2001", "Feland 2001", "The effect of duration of stretching of the hamstring muscle group for "
     "increasing range of motion in people aged 65 years or older. Phys Ther 2001;81(5):1110",
     "https://doi.org/10.1093/ptj/81.5.1110"),
    ("li1996", "Li 1996", "Li Y, McClure PW, Pratt N. The effect of hamstring muscle stretching on standing "
     "posture and on lumbar and hip motions during forward bending. Phys Ther 1996;76(8):836",
     "https://doi.org/10.1093/ptj/76.8.836"),
    ("levine1997", "Levine 1997", "Levine D, Walker JR, Tillman LJ. The effect of abdominal muscle "
     "strengthening on pelvic tilt and lumbar lordosis. Physiother Theory Pract 1997;13(3):217",
     "https://search.pedro.org.au/search-results/record-detail/26882"),
    ("hrysomallis2001", "Hrysomallis 2001", "Hrysomallis C, Goodman C. A review of resistance exercise and "
     "posture realignment. J Strength Cond Res 2001;15(3):385", "https://pubmed.ncbi.nlm.nih.gov/11710670/"),
    ("gonzalez2019", "González-Gálvez 2019", "Effects of exercise programs on kyphosis and lordosis angle: a "
     "systematic review and meta-analysis. PLoS One 2019;14(4):e0216180",
     "https://doi.org/10.1371/journal.pone.0216180"),
    ("katzman2017", "Katzman 2017", "Targeted spine strengthening exercise and posture training program to "
     "reduce hyperkyphosis in older adults (SHEAF), a randomized controlled trial. Osteoporos Int "
     "2017;28(10):2831", "https://doi.org/10.1007/s00198-017-4109-x"),
    ("falla2007", "Falla 2007", "Effect of neck exercise on sitting posture in patients with chronic neck "
     "pain. Phys Ther 2007;87(4):408", "https://doi.org/10.2522/ptj.20060009"),
    ("osullivan2002", "O'Sullivan 2002", "The effect of different standing and sitting postures on trunk "
     "muscle activity in a pain-free population. Spine 2002;27(11):1238",
     "https://pubmed.ncbi.nlm.nih.gov/12045525/"),
    ("mcgill2009", "McGill 2009", "McGill SM, Karpowicz A. Exercises for spine stabilization: motion/motor "
     "patterns, stability progressions, and clinical technique. Arch Phys Med Rehabil 2009;90(1):118",
     "https://doi.org/10.1016/j.apmr.2008.06.026"),
    ("hayden2021", "Cochrane 2021", "Hayden JA and others. Exercise therapy for chronic low back pain. "
     "Cochrane Database Syst Rev 2021;9:CD009790", "https://doi.org/10.1002/14651858.CD009790.pub2"),
    ("swain2020", "Swain 2020", "No consensus on causality of spine postures or physical exposure and low "
     "back pain: a systematic review of systematic reviews. J Biomech 2020;102:109312",
     "https://doi.org/10.1016/j.jbiomech.2019.08.006"),
    ("walkback2024", "Pocovi 2024", "Effectiveness and cost-effectiveness of an individualised, progressive "
     "walking and education intervention for the prevention of low back pain recurrence (WalkBack). Lancet "
     "2024;404:134", "https://doi.org/10.1016/S0140-6736(24)00755-4"),
    ("breaks2018", "Waongenngarm 2018", "The effects of breaks on low back pain, discomfort, and work "
     "productivity in office workers: a systematic review. Appl Ergon 2018;68:230",
     "https://doi.org/10.1016/j.apergo.2017.12.003"),
    # The modified Thomas test
    ("vigotsky2016", "Vigotsky 2016", "The modified Thomas test is not a valid measure of hip extension "
     "unless pelvic "
     "tilt is controlled. PeerJ 2016;4:e2325", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4991856/"),
    ("harvey1998", "Harvey 1998", "Assessment of the flexibility of elite athletes using the modified Thomas "
     "test. "
     "Br J Sports Med 1998;32:68", "https://bjsm.bmj.com/content/32/1/68"),
    ("bmc2021_table", "BMC 2021", "Table 4, BMC Sports Sci Med Rehabil 2021, s13102-021-00242-y",
     "https://bmcsportsscimedrehabil.biomedcentral.com/articles/10.1186/s13102-021-00242-y/tables/4"),
    ("mtt_scoring", "J Athl Train 2015", "Reliability of goniometric and trigonometric techniques for "
     "hip-extension range "
     "of motion in the modified Thomas test", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4560013/"),
    # When to see a professional
    ("northern_trust", "Northern Trust", "Low back pain, physiotherapy service, Northern Health and Social "
     "Care Trust",
     "https://www.northerntrust.hscni.net/services/physiotherapy-services/"
     "physiotherapy-service-outpatient-service/low-back-pain/"),
    ("nhsggc_back", "NHS Greater Glasgow and Clyde", "Self-help and information: lower back",
     "https://www.nhsggc.scot/hospitals-services/services-a-to-z/musculoskeletal-msk-physiotherapy/"
     "self-help-and-information-lower-back/"),
    ("bridgwater_back", "Bridgwater Bay NHS", "Back pain", "https://bridgwaterbayhealth.nhs.uk/back-pain"),
    ("royal_free", "Royal Free NHS", "Cauda equina syndrome. Royal Free London NHS Foundation Trust",
     "https://royalfree.nhs.uk/patients-and-visitors/patient-information-leaflets/cauda-equina-syndrome"),
    ("norfolk_back", "Norfolk and Waveney NHS", "Got back pain?",
     "https://norfolkandwaveneycommunityhealth.nhs.uk/msk/refer-yourself/systmconnect/got-back-pain/"),
    ("informedhealth_back", "IQWiG", "Low back pain: signs of serious problems. Institute for Quality and "
     "Efficiency in Health Care, Germany",
     "https://www.informedhealth.org/low-back-pain-signs-of-serious-problems.2378.en.html"),
    ("medlineplus_back", "MedlinePlus", "Low back pain, acute. US National Library of Medicine",
     "https://medlineplus.gov/ency/article/007425.htm"),
    ("uhmb_back", "Morecambe Bay NHS", "Back pain, musculoskeletal physiotherapy, University Hospitals of "
     "Morecambe Bay",
     "https://www.uhmb.nhs.uk/our-services/services/musculoskeletal-msk-physiotherapy/musculoskeletal-msk-pain/back-pain"),
)  # fmt: skip

SOURCES: Final = {row[0]: Source(*row) for row in _ROWS}


def fact(basis: Basis, text: str, *ids: str) -> Fact:
    """A fact with the sources that have these ids."""
    return Fact(text, basis, tuple(SOURCES[id_] for id_ in ids))
