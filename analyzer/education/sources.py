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
     "J Manip Physiol Ther 2021;44(4):289", "http://usir.salford.ac.uk/id/eprint/60850/"),
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
    ("acsm2021", "ACSM 2021", "American College of Sports Medicine. Stretching and flexibility guidelines "
     "update",
     "https://www.acsm.org/all-blog-posts/certification-blog/acsm-certified-blog/2021/03/18/"
     "stretching-and-flexibility-guidelines-update"),
    ("phyx", "Phyx Physio", "Kneeling hip stretch", "https://phyxphysio.co.nz/kneeling-hip-stretch/"),
    ("wellen", "Wellen", "Supine hip flexor stretch", "https://www.getwellen.com/exercises/supine-hip-flexor-stretch"),
    ("msd_bridging", "MSD Manual", "Bridging; Tomah Memorial Hospital, Department of Physical Therapy",
     "https://www.msdmanuals.com/en-jp/home/multimedia/video/bridging"),
    ("cuh_back", "Cambridge University Hospitals", "Back mobility exercises, patient information",
     "https://www.cuh.nhs.uk/patient-information/back-mobility-exercises/"),
    ("krames_tilt", "Krames", "Back exercises: pelvic tilt, patient information",
     "https://majorhospital.kramesonline.com/RelatedItems/3,S,85883"),
    ("ace_deadbug", "ACE", "American Council on Exercise. Supine dead bug",
     "https://www.acefitness.org/acefit/fitness_programs_exercise_library_details.aspx?exerciseid=147"),
    ("living_deadbug", "Living and Health", "Dead bugs for core stability",
     "https://www.livingandhealth.com/exercises/dead-bugs-for-core-stability"),
    ("alexander", "Alexander Technique Richmond", "Constructive rest",
     "https://alexandertechniquerichmond.co.uk/constructive-rest"),
    ("nhs_breathing", "NHS Yellow Book", "Relaxed breathing for stress, the LPT NHS Yellow Book 2017/18",
     "https://rethinkyourmind.co.uk/the-lpt-nhs-yellow-book-2017-18/inc/html/49.html"),
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
