import json

from kg.article import Article
from kg.config import BuildOptions
from kg.run.pipeline import build


def test_doubted_roles_are_published_and_listed(tmp_path):
    article = Article(
        text="President Barack Obama of the United States visited Oslo on Monday.",
        date="2020-09-30",
        id="a",
        source="a.txt",
    )
    report = build(
        [article], tmp_path, BuildOptions(base_iri="https://data.example/", formats=("nquads",), jobs=1)
    )
    (doubt,) = report.doubts
    assert ": Barack Obama, current President: in office 2009-" in doubt
    assert doubt in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["doubts"] == [doubt]
    assert "#holder>" in (tmp_path / "graph.nq").read_text(encoding="utf-8")
    again = build(
        [article], tmp_path, BuildOptions(base_iri="https://data.example/", formats=("nquads",), jobs=1)
    )
    assert again == report
