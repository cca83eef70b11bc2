"""Results in the form that other health software reads, HL7 FHIR R4: there and back, to the digit."""

from analyzer.exchange.fhir import Subject, to_fhir
from analyzer.exchange.fhir_read import from_fhir

__all__ = ["Subject", "from_fhir", "to_fhir"]
