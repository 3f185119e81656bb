import pytest

from kg.score.mark import GoldMention, MarkError, read_marks


def test_marks_nest_and_offsets_count_without_them():
    text, mentions = read_marks("⟦e4:n|⟦e2:a|Russian⟧ Foreign Ministry⟧ and ⟦e9:n>e2|Moscow⟧")
    assert text == "Russian Foreign Ministry and Moscow"
    assert mentions == (
        GoldMention(0, 24, "e4", "name"),
        GoldMention(0, 7, "e2", "adjective"),
        GoldMention(29, 35, "e9", "name", "e2"),
    )


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        pytest.param("a\nb ⟦e1:x|Oslo⟧", "line 2 of the text: a mark must look like", id="unknown kind"),
        pytest.param("⟦e1:n Oslo⟧", "a mark must look like", id="without bar"),
        pytest.param("in ⟦e1:n|Oslo", "never closed: '⟦e1:n|Oslo'", id="never closed"),
        pytest.param("in Oslo⟧", "never opened: 'in Oslo⟧'", id="never opened"),
        pytest.param("in ⟦e1:n|⟧", "is empty", id="empty"),
    ],
)
def test_a_broken_mark_is_named_with_its_line(marked, fault):
    with pytest.raises(MarkError, match="of the text: ") as caught:
        read_marks(marked)
    assert fault in str(caught.value)
