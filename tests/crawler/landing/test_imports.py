"""A person's own files: every row is in, or rejected by line with a reason; a spoiled file is refused whole."""

import csv
import datetime as dt
import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crawler.landing.imports import import_files
from crawler.landing.runs import sealed_runs
from warehouse.models import BadInputError, Posting, Run, posting_from_plain

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ROW = {
    "id": 7,
    "title": " ML  Engineer",
    "company": "Quillmoor Labs",
    "location": "Bergen (hybrid)",
    "url": "https://quillmoor.example/7",
    "text": "You train models.\n- Python\nWrite to ida@quillmoor.example",
    "posted_at": "2020-04",
    "truncated": True,
}


def imported(tmp_path: Path, *paths: Path, **options: Any) -> tuple[Run, list[Posting]]:
    given = {"run_id": "r", "started_at": START, "observed_on": None, "market": "real", **options}
    run = import_files(paths, landing=tmp_path / "landing", **given)
    (folder,) = sealed_runs(tmp_path / "landing")
    lines = gzip.decompress((folder / "import.jsonl.gz").read_bytes()).splitlines()
    return run, [posting_from_plain(json.loads(line)["posting"]) for line in lines]


def written(path: Path, *lines: Any) -> Path:
    path.write_bytes(b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in lines))
    return path


def as_jsonl(path: Path) -> Path:
    return written(path.with_suffix(".jsonl"), ROW)


def as_gz(path: Path) -> Path:
    path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps(ROW).encode()))
    return path.with_suffix(".jsonl.gz")


def as_csv(path: Path) -> Path:
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ROW, delimiter=";")
        writer.writeheader()
        writer.writerow(ROW)
    return path.with_suffix(".csv")


def as_parquet(path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist([ROW]), path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


@pytest.mark.parametrize("write", [as_jsonl, as_gz, as_csv, as_parquet])
def test_one_row_in_every_kind_of_file(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    run, (posting,) = imported(tmp_path, write(tmp_path / "My Jobs"), observed_on=dt.date(2026, 2, 1))
    assert (posting.key, posting.title, posting.company) == ("import/my-jobs/7", "ML Engineer", "Quillmoor Labs")
    assert posting.description_text == "You train models.\n- Python\nWrite to [email]"
    assert (posting.posted_at, posting.posted_basis) == (dt.datetime(2020, 4, 1, tzinfo=dt.UTC), "stated")
    assert posting.workplace == "hybrid" and posting.is_truncated and posting.url == "https://quillmoor.example/7"
    assert run.observed_at == dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    (board,) = run.boards
    assert (board.outcome, board.postings, board.rejects, board.drift) == ("complete", 1, 0, {})


def test_rows_that_cannot_be_used_are_named_by_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "f.jsonl",
        ROW,
        b"",
        b"{not json",
        [1],
        {"id": 1, "title": "T"},
        {"id": 2, "text": "x"},
        {"id": {"a": 1}, "title": "T", "text": "x"},
        {**ROW, "title": "again"},
        b'{"title": "caf\xe9", "text": "x"}',
        b'{"title": "T", "text": "a\x00b"}',
        {"id": 3, "title": "T", "text": "x" * 250_000},
        b'{"title": "T", "text": NaN}',
        b'{"title": "T", "text": "' + b"y" * (4 * 1024 * 1024) + b'"}',
        {"id": 4, "title": "T\u0000 \ud800", "text": "last", "posted_at": "soon", "url": "http://x.example"},
    )
    run, postings = imported(tmp_path, path)
    assert [p.source_job_id for p in postings] == ["7", "4"] and postings[1].title == "T \ufffd"
    reasons = {r.row: r.reason for r in run.rejects}
    assert list(reasons) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert "not JSON" in reasons[3] and "not a JSON object" in reasons[4] and "both empty" in reasons[5]
    assert reasons[6] == "`title` is missing, not a text" and reasons[7] == "`id` is an object, not an id"
    assert reasons[8] == "the id '7' stands in line 1 already" and "not UTF-8 (byte 15)" in reasons[9]
    assert (
        "not JSON" in reasons[10]
        and "200,000" in reasons[11]
        and "both empty" in reasons[12]
        and "longer" in reasons[13]
    )
    assert all(len(r.excerpt) <= 200 for r in run.rejects)
    assert run.boards[0].rejects == 11
    assert run.boards[0].drift == {"characters_replaced": 1, "posted_at_unparsed": 1, "undated": 1, "url_not_https": 1}


def test_columns_under_other_names(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Job Title,Stelle,Anzeige,Description HTML\nML Engineer,Acme,,<p>Py<b>Torch</b></p><li>SQL</li>\n")
    _, (posting,) = imported(tmp_path, path, columns={"company": "Stelle"})
    assert (posting.title, posting.company) == ("ML Engineer", "Acme")
    assert posting.description_text == "PyTorch\n- SQL" and posting.description_html


def test_html_in_the_text_column_is_read_as_html(tmp_path: Path) -> None:
    _, (posting,) = imported(tmp_path, written(tmp_path / "f.jsonl", {"title": "T", "description": "<p>a</p><p>b</p>"}))
    assert posting.description_text == "a\nb"


def test_rows_without_an_id_keep_theirs_when_imported_again(tmp_path: Path) -> None:
    rows = [{"title": "T", "text": "x", "url": "https://a.example/1"}, {"title": "T", "text": "x"}]
    path = written(tmp_path / "f.jsonl", *rows)
    ids = [p.source_job_id for p in imported(tmp_path / "one", path)[1]]
    assert ids == [p.source_job_id for p in imported(tmp_path / "two", path)[1]] and len(set(ids)) == 2


def test_csv_rows_that_do_not_fit_their_header(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('id,title,text\n1,"T, and\nmore",x\n2,T\n3,T,x,y\n4,"T"bad,x\n5,T,"say ""hi"""\n\n')
    run, postings = imported(tmp_path, path)
    assert [(p.source_job_id, p.title, p.description_text) for p in postings] == [
        ("1", "T, and more", "x"),
        ("5", "T", 'say "hi"'),
    ]
    assert {r.row: r.reason for r in run.rejects} == {
        4: "the row's fields are 2 where the header's are 3",
        5: "the row's fields are 4 where the header's are 3",
        6: "the row is no CSV (',' expected after '\"')",
    }


def cut_gzip(path: Path) -> Path:
    rows = "".join(json.dumps({**ROW, "id": n, "text": f"{n * 7919 % 1009} words"}) + "\n" for n in range(5000))
    (path / "f.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-200])
    return path / "f.jsonl.gz"


def text_file(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        (path / name).write_bytes(content)
        return path / name

    return write


def cut_parquet(path: Path) -> Path:
    file = as_parquet(path / "f")
    file.write_bytes(file.read_bytes()[:-20])
    return file


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (cut_gzip, "its gzip stream ends in the middle"),
        (text_file("f.jsonl.gz", b"no gzip"), "is damaged"),
        (text_file("f.jsonl", b""), "has no rows"),
        (text_file("f.jsonl", b'{"a": 1}\n{"b": 2}\n'), "No row of "),
        (text_file("f.jsonl", '{"title": "T"}'.encode("utf-16")), "both empty"),
        (text_file("f.csv", b""), "is empty"),
        (text_file("f.csv", b"title,text\nT,caf\xe9\n"), "is not UTF-8"),
        (text_file("f.csv", "title,text\n".encode("utf-16")), "has no rows"),
        (text_file("f.csv", "title,text\nT,x".encode("utf-16") + b"\x00"), "is not UTF-16"),
        (text_file("f.csv", b'title,text\nT,x\nT,"open\nT,x\n'), "opened in line 3 and never closed"),
        (text_file("f.parquet", b"no parquet"), "is no Parquet file"),
        (cut_parquet, "is no Parquet file"),
        (text_file("f.json", b"[]"), "has no rows"),
        (text_file("f.json", b"{}"), "holds no list of postings"),
        (text_file("f.json", b"[{]"), "is not JSON"),
        (text_file("f.json", b"[1]"), "not a JSON object"),
        (text_file("f.xlsx", b""), "is of no known kind"),
        (text_file("f.parquet.gz", b""), "is of no known kind"),
        (lambda path: path / "missing.jsonl", "does not exist"),
        (lambda path: path, "is not a file"),
    ],
)
def test_a_spoiled_file_is_refused_whole(tmp_path: Path, write: Callable[[Path], Path], sentence: str) -> None:
    path = write(tmp_path)
    with pytest.raises(BadInputError) as caught:
        imported(tmp_path, path)
    message = str(caught.value)
    assert sentence in message and str(path) in message and message.endswith(".") and "\n" not in message
    assert not list((tmp_path / "landing").glob("*"))


def test_columns_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no column 'stelle'; it has id, title"):
        imported(tmp_path, as_csv(tmp_path / "a"), columns={"title": "stelle"})
    with pytest.raises(BadInputError, match="no column 'stelle'"):
        imported(tmp_path, as_jsonl(tmp_path / "a"), columns={"title": "stelle"})
    with pytest.raises(BadInputError, match="no field 'salary'"):
        imported(tmp_path, as_jsonl(tmp_path / "a"), columns={"salary": "x"})


def test_two_files_make_two_boards_and_need_two_names(tmp_path: Path) -> None:
    run, postings = imported(tmp_path, as_jsonl(tmp_path / "a"), as_csv(tmp_path / "b"))
    assert [b.board for b in run.boards] == ["a", "b"] and len(postings) == 2
    with pytest.raises(BadInputError, match="same name"):
        imported(tmp_path, as_jsonl(tmp_path / "a"), as_csv(tmp_path / "a"), run_id="r2")
    with pytest.raises(BadInputError, match="no file"):
        imported(tmp_path, run_id="r2")


def test_a_long_file_streams(tmp_path: Path) -> None:
    with (tmp_path / "f.jsonl").open("w") as file:
        for n in range(1500):
            file.write(json.dumps({"id": n, "title": "ML Engineer", "text": f"{n} " * 1000}) + "\n")
    size = (tmp_path / "f.jsonl").stat().st_size
    tracemalloc.start()
    import_files(
        [tmp_path / "f.jsonl"], landing=tmp_path / "l", run_id="r", started_at=START, observed_on=None, market="real"
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 5_000_000 and peak < size / 3


def test_what_markdown_escapes_is_brought_in_as_it_looks(tmp_path: Path) -> None:
    text = "**What you bring**\n\n* 5\\-7 years of C\\+\\+ and scikit\\-learn\n* paths such as C:\\temp"
    _, (posting,) = imported(tmp_path, written(tmp_path / "f.jsonl", {"title": "T", "text": text}))
    assert posting.description_text.endswith("* 5-7 years of C++ and scikit-learn\n* paths such as C:\\temp")


JOBSPY = {
    "id": "in-91",
    "site": "indeed",
    "job_url": "https://jobs.example/91",
    "job_url_direct": "",
    "title": "ML Engineer",
    "company": "Quillmoor Labs",
    "location": "Leeds, England, UK",
    "date_posted": "2026-02-17 20:22:52.146647+05:30",
    "job_type": "fulltime",
    "salary_source": "direct_data",
    "interval": "yearly",
    "min_amount": "70000.0",
    "max_amount": "90,000",
    "currency": "GBP",
    "is_remote": "True",
    "emails": "nan",
    "description": "**What you bring**\n\n* Python\n* C\\+\\+\n",
}
"""A row as JobSpy writes it, of an invented employer."""


def as_table(path: Path, rows: list[dict[str, Any]], *, encoding: str = "utf-8", first: str = "") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(first)
        writer = csv.DictWriter(file, rows[0], delimiter=";" if first else ",")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_of_jobspy_comes_in_whole(tmp_path: Path) -> None:
    run, (posting,) = imported(tmp_path, as_table(tmp_path / "jobs.csv", [JOBSPY]))
    assert (posting.salary_min, posting.salary_max) == (70000, 90000)
    assert (posting.salary_currency, posting.salary_period, posting.salary_basis) == ("GBP", "year", "stated")
    assert (posting.workplace, posting.workplace_basis, posting.employment_type) == ("remote", "stated", "full_time")
    assert posting.posted_at == dt.datetime(2026, 2, 17, 14, 52, 52, 146647, tzinfo=dt.UTC)
    assert posting.description_text == "**What you bring**\n\n* Python\n* C++"
    assert run.boards[0].drift == {}


@pytest.mark.parametrize(
    ("changed", "pay"),
    [
        ({"salary_source": "description"}, (None, None, None)),  # found in the text, where our own reader looks
        ({"interval": ""}, (70000, 90000, None)),
        ({"currency": "None"}, (None, None, None)),
        ({"min_amount": "nan", "max_amount": ""}, (None, None, None)),
        ({"interval": "hourly", "min_amount": "40", "max_amount": "nan"}, (40, None, "hour")),
    ],
)
def test_pay_is_what_a_column_states(tmp_path: Path, changed: dict[str, str], pay: tuple[Any, ...]) -> None:
    _, (posting,) = imported(tmp_path, as_table(tmp_path / "jobs.csv", [JOBSPY | changed]))
    assert (posting.salary_min, posting.salary_max, posting.salary_period) == pay


@pytest.mark.parametrize(
    ("changed", "workplace"),
    [
        ({"is_remote": "False"}, (None, None)),
        ({"is_remote": "nan"}, (None, None)),
        ({"is_remote": "1.0"}, ("remote", "stated")),
        ({"location": "Leeds (hybrid)"}, ("hybrid", "text")),
        ({"is_remote": "hybrid"}, ("hybrid", "stated")),
    ],
)
def test_a_flag_for_remote_work(tmp_path: Path, changed: dict[str, str], workplace: tuple[Any, ...]) -> None:
    _, (posting,) = imported(tmp_path, as_table(tmp_path / "jobs.csv", [JOBSPY | changed]))
    assert (posting.workplace, posting.workplace_basis) == workplace


@pytest.mark.parametrize("nothing", ["", " ", "nan", "NaN", "None", "null", "<NA>", "N/A", None, float("nan")])
def test_words_for_nothing_are_nothing(tmp_path: Path, nothing: Any) -> None:
    row = {**ROW, "company": nothing, "location": nothing, "posted_at": nothing, "employer": "Tern & Tansy"}
    _, (posting,) = imported(tmp_path, written(tmp_path / "f.jsonl", row))
    assert (posting.company, posting.locations, posting.posted_at) == ("Tern & Tansy", (), None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n", "\r\n \r\n"])
def test_tables_of_every_program(tmp_path: Path, encoding: str, first: str) -> None:
    """The same rows, whatever encoding, with and without Excel's line that names the delimiter or empty lines above."""
    rows = [JOBSPY | {"id": f"in-{n}", "company": "Käfer & Söhne"} for n in range(3)]
    _, postings = imported(tmp_path, as_table(tmp_path / "f.csv", rows, encoding=encoding, first=first))
    assert [p.source_job_id for p in postings] == ["in-0", "in-1", "in-2"]
    assert {p.company for p in postings} == {"Käfer & Söhne"}


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text("".join(json.dumps({**ROW, "id": n}) + "\n" for n in range(3)), encoding="utf-16")
    assert [p.source_job_id for p in imported(tmp_path, path)[1]] == ["0", "1", "2"]


def test_columns_without_a_name_and_twice_the_same(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(",Unnamed: 0,title,company,company,text,,\n0,0,T,,Acme,x,a,b\n1,1,U,Tern,Acme,y,,\n")
    _, postings = imported(tmp_path, path)
    assert [(p.title, p.company) for p in postings] == [("T", "Acme"), ("U", "Tern")]


def test_rows_that_are_older_than_the_last_columns_of_a_log(tmp_path: Path) -> None:
    path = tmp_path / "scan-history.tsv"
    path.write_text("url\tfirst_seen\ttitle\tcompany\ttext\tlocation\nhttps://a.example/1\t2026-04-26\tT\tAcme\tx\n")
    _, (posting,) = imported(tmp_path, path)
    assert posting.company == "Acme" and posting.posted_at == dt.datetime(2026, 4, 26, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", [1772323200000, 1772323200, "1772323200000", "1772323200.0", 1772323200000.0])
def test_counted_times(tmp_path: Path, value: Any) -> None:
    _, (posting,) = imported(tmp_path, written(tmp_path / "f.jsonl", {**ROW, "posted_at": value}))
    assert posting.posted_at == dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


DUMP = {
    "id": 4,
    "title": "ML Engineer",
    "location": {"name": "Bergen, Norway"},
    "content": "&lt;p&gt;You train &amp;amp; serve.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Python&lt;/li&gt;&lt;/ul&gt;",
    "absolute_url": "https://boards.example/4",
    "company_name": "Quillmoor Labs",
    "first_published": "2026-02-01T08:00:00-05:00",
}
"""A posting as Greenhouse's interface gives it: markup escaped once, a place as an object."""


@pytest.mark.parametrize("whole", [{"jobs": [DUMP], "meta": {"total": 1}}, [DUMP]], ids=["object", "list"])
def test_a_raw_dump_of_a_board(tmp_path: Path, whole: Any) -> None:
    path = tmp_path / "acme.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    _, (posting,) = imported(tmp_path, path)
    assert posting.description_text == "You train & serve.\n- Python"
    assert [place.raw for place in posting.locations] == ["Bergen, Norway"]
    assert posting.posted_at == dt.datetime(2026, 2, 1, 13, tzinfo=dt.UTC)


def test_text_that_speaks_of_less_stays_text(tmp_path: Path) -> None:
    _, (posting,) = imported(tmp_path, written(tmp_path / "f.jsonl", {"title": "T", "text": "Latency &lt; 5 ms"}))
    assert posting.description_text == "Latency &lt; 5 ms" and posting.description_html is None


def test_rows_without_a_date_are_counted(tmp_path: Path) -> None:
    rows = [{**ROW, "id": n, "posted_at": None if n else "2026-01-01"} for n in range(3)]
    run, _ = imported(tmp_path, written(tmp_path / "f.jsonl", *rows))
    assert run.boards[0].drift == {"undated": 2}


def test_a_row_is_named_by_its_line_in_the_file_whatever_stands_above(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("\n\nid,title,company,text\n1,T,Acme,x\n2,U\n", encoding="utf-8")
    run, postings = imported(tmp_path, path)
    assert [p.source_job_id for p in postings] == ["1"]
    assert [r.row for r in run.rejects] == [5]
