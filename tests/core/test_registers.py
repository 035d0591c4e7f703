"""The record as a file: nothing is lost on the way out and in, and a bad row is refused by its line."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.model import Claim, Event, EventKind, Figure, FiledClaim, Kind, Measure, Span, Stance
from bot.core.places import compile_gazetteer
from bot.core.registers import FORMATS, Filed, check_sides, difference
from bot.errors import RecordError
from config.rules.theatre import load_theatre
from tests.support.reports import EVENT, NOW, claim

THEATRE = load_theatre(Path(__file__).resolve().parents[2] / "config" / "afpak")
GAZETTEER = compile_gazetteer(THEATRE.places)
CLAIM = FiledClaim(claim(55), "Dawn", "https://news.example/a", NOW, "dawn:1:1")

FORMULAS = ["=1+1", "+44 20", "-2 killed", "@all", "'=1+1", "''+1", "'quoted'", "\t=1", "-5", "='a'!b"]

text = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda s: bool(s.strip())
)
line = text.map(lambda words: " ".join(words.split())).filter(bool)
days = st.dates(date(2001, 1, 1), date(2030, 1, 1))
spans = st.none() | st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))
places = st.sampled_from(["Torkham", "Paktika", "Durand Line", "Nowhere; at | all"])
figures = st.builds(
    lambda low, more, approx, words: Figure(low, None if low is None or more is None else low + more, approx, words),
    st.none() | st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    st.booleans(),
    st.just("") | text,
)
claims = st.builds(
    Claim,
    claimant=st.sampled_from(THEATRE.claimants),
    by=st.none() | text,
    stance=st.sampled_from(Stance),
    measure=st.sampled_from(Measure),
    subject=st.sampled_from(THEATRE.claimants),
    kind=st.sampled_from(Kind),
    figure=figures,
    place=st.none() | text,
    evidence=text | st.sampled_from(['He said: "55",\r\nthen left;\n=1+1', *FORMULAS]),
    background=st.booleans(),
    rule=st.just("") | text,
    figure_span=spans,
    loss_span=spans,
)
filed_claims = st.builds(
    FiledClaim,
    claims,
    text,
    st.just("") | text,
    st.datetimes(datetime(2001, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  given the zone
    text,
)


@st.composite
def registers(draw: st.DrawFn) -> list[Filed]:
    """Return a record of a few events with their claims."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        began = draw(days)
        event = Event(
            id=f"{began.isoformat()}-place-{number}",
            kind=draw(st.sampled_from(EventKind)),
            title=draw(line),
            began=began,
            last=began + timedelta(days=draw(st.integers(0, 40))),
            places=tuple(draw(st.lists(places | text, max_size=3))),
            aliases=tuple(draw(st.lists(text, max_size=2))),
            seeded=draw(st.booleans()),
        )  # fmt: skip
        found.append(Filed(event, tuple(draw(st.lists(filed_claims, max_size=3)))))
    return sorted(found, key=lambda one: one.event.id)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(register=registers())
def test_what_is_written_read_and_written_again_is_the_same(form: str, register: list[Filed]) -> None:
    write, read = FORMATS[form]
    if form in ("acled", "ucdp"):
        register = [replace(filed, claims=()) for filed in register]
    out = write(register, THEATRE, GAZETTEER)
    assert write(read(out, "file"), THEATRE, GAZETTEER) == out


@settings(max_examples=40, deadline=None)
@given(register=registers())
def test_our_own_formats_hold_everything(register: list[Filed]) -> None:
    for form in ("json", "csv"):
        write, read = FORMATS[form]
        back = read(write(register, THEATRE, GAZETTEER), "file")
        assert [one.event for one in back] == [one.event for one in register]
        assert [set(one.claims) for one in back] == [set(one.claims) for one in register]


def rows(form: str, *register: Filed) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS[form][0](register, THEATRE, GAZETTEER), newline="")))


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_no_figure_is_ever_chosen_and_every_claim_is_told_in_its_words(form: str) -> None:
    denial = replace(CLAIM, claim=claim(0, claimant="PAK", evidence="Islamabad denied it.", figure=Figure(None, None)))
    (row,) = rows(form, Filed(replace(EVENT, last=date(2026, 2, 28)), (CLAIM, denial)))
    chosen = {"acled": ("fatalities",), "ucdp": ("best", "low", "high", "deaths_a", "deaths_b", "deaths_unknown")}
    assert [row[column] for column in chosen[form]] == [""] * len(chosen[form])
    told = row["notes" if form == "acled" else "source_article"]
    assert "AFG: Kabul said 55 soldiers were killed. (Dawn, 2026-02-27)" in told
    assert "PAK: Islamabad denied it." in told


def test_precision_says_how_near_place_and_day_are_known() -> None:
    days = replace(EVENT, last=EVENT.began + timedelta(days=9))
    (acled,), (ucdp,) = rows("acled", Filed(days)), rows("ucdp", Filed(days))
    assert (acled["geo_precision"], acled["location"], acled["latitude"]) == ("1", "Torkham", "34.1")
    assert (ucdp["where_prec"], ucdp["date_prec"], ucdp["date_end"]) == ("1", "4", "2026-03-07")
    (wide,) = rows("ucdp", Filed(replace(EVENT, places=("Durand Line",))))
    assert (wide["where_prec"], wide["date_prec"]) == ("5", "1")
    assert {wide["side_a"], wide["side_b"]} == {side.name for side in THEATRE.sides}


def test_talks_are_no_event_of_ucdp() -> None:
    assert rows("ucdp", Filed(replace(EVENT, kind=EventKind.TALKS))) == []


def test_rows_of_acleds_own_are_read() -> None:
    file = (
        "event_id_cnty,event_date,event_type,sub_event_type,location,notes,fatalities,tags\n"
        'AFG12345,2026-02-26,Battles,Armed clash,Torkham,"On 26 February, forces clashed.",12,crowd size=no report\n'
    )
    (filed,) = FORMATS["acled"][1](file, "acled.csv")
    assert (filed.event.id, filed.event.kind) == ("2026-02-26-acled-afg12345", EventKind.CLASH)
    assert (filed.event.places, filed.event.title, filed.claims) == (
        ("Torkham",),
        "Armed clash at Torkham",
        (),
    )


@pytest.mark.parametrize("day", ["2026-02-26", "26 February 2026", "26-Feb-2026", "2026-02-26 00:00:00.000"])
def test_days_are_read_as_acled_and_ucdp_write_them(day: str) -> None:
    file = f"event_id_cnty,event_date,event_type,location\nAFG1,{day},Battles,Torkham\n"
    (filed,) = FORMATS["acled"][1](file, "acled.csv")
    assert filed.event.began.isoformat() == "2026-02-26"


def test_an_outlets_headline_is_no_title_of_ours() -> None:
    file = (
        "id,type_of_violence,date_start,date_end,where_coordinates,source_headline\n"
        "77,1,2026-02-26,2026-02-26,Torkham,Our heroes crush the enemy\n"
    )
    (filed,) = FORMATS["ucdp"][1](file, "ged.csv")
    assert filed.event.title == "Clash at Torkham"


def changed(form: str, **values: str) -> str:
    """Return a good file of two rows, the second with other values."""
    (row,) = rows(form, Filed(EVENT, (CLAIM,)))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    first = {"csv": "id", "acled": "event_id_cnty", "ucdp": "id"}[form]
    writer.writerows([row, {**row, first: "2026-02-27-other", **values}])
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "values", "says"),
    [
        ("csv", {"id": "Torkham"}, "no id of an event"),
        ("csv", {"began": "yesterday"}, "began 'yesterday' is no day"),
        ("csv", {"last": "2020-01-01"}, "ends before it began"),
        ("csv", {"event_kind": "war"}, "none of clash"),
        ("csv", {"id": EVENT.id, "title": "Else"}, "told otherwise than on line 2"),
        ("csv", {"places": "Torkham"}, "a list of names"),
        ("csv", {"seeded": "maybe"}, "seeded must be"),
        ("csv", {"low": "many"}, "low 'many' cannot be read"),
        ("csv", {"low": "-1"}, "no whole number"),
        ("csv", {"low": "9", "high": "8"}, "high is below low"),
        ("csv", {"stance": "hopes"}, "none of asserts, denies"),
        ("csv", {"said": "2026-01-01T00:00:00"}, "has no time zone"),
        ("csv", {"said": "noon"}, "is no time"),
        ("csv", {"figure_span": "[2]"}, "two numbers"),
        ("csv", {"approx": "1"}, "true or false"),
        ("csv", {"evidence": ""}, "evidence is empty"),
        ("csv", {"claimant": "x" * 21}, "longer than 20"),
        ("acled", {"event_type": "Protests", "sub_event_type": "", "tags": ""}, "no kind of this record"),
        ("acled", {"event_id_cnty": "؟"}, "no letter or digit"),
        ("acled", {"event_id_cnty": EVENT.id}, "there twice, first on line 2"),
        ("ucdp", {"type_of_violence": "4"}, "none of 1, 2, 3"),
        ("ucdp", {"date_end": ""}, "date_end is empty"),
    ],
)
def test_a_bad_row_is_refused_by_its_line(form: str, values: dict[str, str], says: str) -> None:
    file = changed(form, **values)
    start = file.index("2026-02-27-other") if "2026-02-27-other" in file else None
    number = file[:start].count("\n") + 1 if start is not None else 3
    with pytest.raises(RecordError, match=says) as caught:
        FORMATS[form][1](file, "file.csv")
    assert str(caught.value).startswith(f"file.csv, line {number if form == 'csv' else ''}")
    assert str(caught.value).endswith("nothing was imported")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("", "line 1: a list is expected"),
        ("{}", "line 1: a list is expected"),
        ("[\n,\n]", "line 2: no JSON"),
        ("[\n[]\n]", "line 2: an event is an object"),
        ("[\n{}\n]", "line 2: began is empty"),
        ("[] []", "line 1: there is more"),
        ("[\n{} {}", "line 2: began is empty"),
        ('[\n{"began": 3}]', "line 2: began must be text"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_what_is_no_register_is_refused(file: str, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        FORMATS["json"][1](file, "file.json")


def test_a_side_that_is_not_there_is_refused() -> None:
    check_sides([Filed(EVENT, (CLAIM,))], THEATRE, "file")
    with pytest.raises(RecordError, match="file, line 7: claimant 'XYZ' is none of"):
        check_sides([Filed(EVENT, (replace(CLAIM, claim=claim(1, claimant="XYZ")),), 7)], THEATRE, "file")


def test_the_difference_names_what_is_new_and_what_changes() -> None:
    told = replace(EVENT, title="Night of fire", places=())
    assert difference([Filed(EVENT, (CLAIM,))], {EVENT.id: Filed(EVENT, (CLAIM,))}, "f") == []
    (new,) = difference([Filed(EVENT, (CLAIM, CLAIM))], {}, "f")
    assert new.lines == ("+ 2026-02-26-border: Clashes along the border (1 new claim)",)
    (changes,) = difference([Filed(told, (CLAIM,))], {EVENT.id: Filed(EVENT)}, "f")
    assert changes.lines == (
        "~ 2026-02-26-border: title Clashes along the border becomes Night of fire",
        "~ 2026-02-26-border: places Torkham becomes nothing",
        "~ 2026-02-26-border: 1 new claim",
    )
    with pytest.raises(RecordError, match="part of other"):
        difference([Filed(EVENT)], {EVENT.id: Filed(replace(EVENT, id="other"))}, "f")


def test_json_is_one_event_a_line() -> None:
    out = FORMATS["json"][0]([Filed(EVENT, (CLAIM,))], THEATRE, GAZETTEER)
    assert out.count("\n") == 3
    assert json.loads(out)[0]["claims"][0]["words"] == "55"


def test_a_comma_after_the_last_event_is_refused() -> None:
    out = FORMATS["json"][0]([Filed(EVENT)], THEATRE, GAZETTEER).replace("}\n]", "},\n]")
    with pytest.raises(RecordError, match="no JSON"):
        FORMATS["json"][1](out, "file.json")


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula_to_a_spreadsheet_and_all_come_back(words: str) -> None:
    told = replace(CLAIM, claim=replace(CLAIM.claim, evidence=words), source=words)
    write, read = FORMATS["csv"]
    written = write([Filed(EVENT, (told,))], THEATRE, GAZETTEER)
    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r") and cell != "-5"] == []
    assert [one.claims for one in read(written, "x.csv")] == [(told,)]
