"""SHACL and our own checks, article by article and for whole dumps."""

from kg.validate.article import check_quads
from kg.validate.drop import drop_invalid
from kg.validate.dump import Report, check_dump
from kg.validate.finding import Finding
from kg.validate.shape import Shapes, load_shapes

__all__ = ["Finding", "Report", "Shapes", "check_dump", "check_quads", "drop_invalid", "load_shapes"]
