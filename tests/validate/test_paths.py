import pytest

from kg import paths
from kg.errors import EnvironmentFaultError


def test_a_checkout_has_both_folders():
    assert (paths.ontology_dir() / "context.jsonld").is_file()
    assert (paths.shapes_dir() / "statement.ttl").is_file()


def test_the_package_is_looked_at_first(tmp_path, monkeypatch):
    inside = tmp_path / "kg" / "shapes"
    inside.mkdir(parents=True)
    (inside / "event.ttl").touch()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    assert paths.shapes_dir() == inside


def test_a_broken_installation_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)
    with pytest.raises(EnvironmentFaultError, match="reinstall"):
        paths.ontology_dir()
