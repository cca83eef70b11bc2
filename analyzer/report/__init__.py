"""The report that a therapist hands over: one content, set as PDF or as a single HTML file.

>>> from analyzer.report import ReportContent, ReportPhoto, build_report, render_pdf
>>> from analyzer import analyze, load_photo
>>> photo = load_photo("sample_images/neutral_woman_right.jpg")
>>> content = ReportContent((ReportPhoto(analyze(photo), photo.rgb),), client_code="C-1042")
>>> render_pdf(build_report(content))[:5]
b'%PDF-'
"""

from __future__ import annotations

from analyzer.errors import ReportError
from analyzer.report.build import build_report
from analyzer.report.content import Paper, Practice, ReportContent, ReportPhoto, ReportTest
from analyzer.report.fitting import fitting_exercises
from analyzer.report.html import render_html
from analyzer.report.model import Report
from analyzer.report.pdf import render_pdf
from analyzer.report.stored import StoredResult, StoredTest, result_from_dict, thomas_from_dict

__all__ = [
    "Paper",
    "Practice",
    "Report",
    "ReportContent",
    "ReportError",
    "ReportPhoto",
    "ReportTest",
    "StoredResult",
    "StoredTest",
    "build_report",
    "fitting_exercises",
    "render_html",
    "render_pdf",
    "result_from_dict",
    "thomas_from_dict",
]
