"""Names as outlets write them."""

from config.rules.sides import spellings


def test_a_hyphened_name_is_known_with_spaces_and_either_linking_vowel() -> None:
    found = spellings(["Harakat-e-Inqilab"])
    assert found[0] == "Harakat-e-Inqilab"
    assert {"Harakat-i-Inqilab", "Harakat-e Inqilab", "Harakat i Inqilab"} <= set(found)


def test_a_name_without_hyphens_and_one_of_letters_alone_stay_as_they_are() -> None:
    assert spellings(["Jundullah", "IS-K", "Jundullah"]) == ("Jundullah", "IS-K")
