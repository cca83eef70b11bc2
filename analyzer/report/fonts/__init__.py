"""The typefaces of the report: files, and which characters they have (``fonts.json``)."""
