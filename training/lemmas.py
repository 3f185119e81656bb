"""Word forms and their lemmas as the treebanks have them: `python -m training.lemmas CORPORA OUT.tsv`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from training.corpora import conllu

HEADER = (
    "# source: UD English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0), train parts. form, part of speech, lemma\n"
)


def main() -> None:
    root, out = Path(sys.argv[1]), Path(sys.argv[2])
    seen: dict[tuple[str, str], Counter[str]] = {}
    for corpus in ("ud_ewt", "gum"):
        for doc in conllu(root / corpus / "train.conllu.gz"):
            for sent in doc:
                for cols in sent["rows"]:
                    if (
                        "-" not in cols[0]
                        and cols[3] in ("VERB", "AUX", "NOUN", "ADJ", "ADV")
                        and cols[1].isalpha()
                    ):
                        seen.setdefault((cols[1].lower(), cols[3]), Counter())[cols[2].lower()] += 1
    rows = []
    for (form, pos), lemmas in sorted(seen.items()):
        lemma, count = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        if count * 2 > sum(lemmas.values()):
            rows.append(f"{form}\t{pos}\t{lemma}\n")
    out.write_text(HEADER + "".join(rows), encoding="utf-8")
    print(len(rows), "forms")


if __name__ == "__main__":
    main()
