"""Resumes of an invented person in many layouts, each with its lines in the order in which a person reads them."""

from __future__ import annotations

from tests.nlp.documents.pdfs import Page, pdf, to_unicode

MAIN = [
    "EXPERIENCE",
    "Senior ML Engineer",
    "Quillfeather Analytics",
    "Built a ranking service on PyTorch that serves",
    "forty million requests a day with Kubernetes.",
    "Cut training cost by 31% with spot instances.",
    "Data Scientist",
    "Marrowgate Insurance",
    "Wrote churn models in Python and scikit-learn.",
    "Moved nightly reports from cron to Airflow.",
    "EDUCATION",
    "MSc Computer Science, Harrowby University",
]
SIDE = ["SKILLS", "Python", "PyTorch", "Kubernetes", "Airflow", "PostgreSQL", "LANGUAGES", "English", "Danish"]
NAME = "Odalys Brandtner"
CONTACT = "odalys@example.com | Aarhus"
JOBS = [
    ("Senior ML Engineer, Quillfeather", "Mar 2021 - Present"),
    ("Built a ranking service that serves forty million requests a day.", ""),
    ("Cut training cost by 31% with spot instances on Kubernetes clusters.", ""),
    ("Data Scientist, Marrowgate Insurance", "Jun 2018 - Feb 2021"),
    ("Wrote churn models in Python and scikit-learn for three countries.", ""),
    ("Analyst, Pellworth Retail", "Jan 2016 - May 2018"),
    ("Automated the weekly stock report with pandas and a small database.", ""),
]
SPACED = "EXPERIENCE"


def _head() -> Page:
    return Page().middle(306, 750, NAME, 16).middle(306, 732, CONTACT)


def single_column() -> tuple[bytes, list[str]]:
    return pdf([_head().lines(60, 700, MAIN)]), [NAME, CONTACT, *MAIN]


def columns_one_after_the_other() -> tuple[bytes, list[str]]:
    return pdf([_head().lines(50, 700, MAIN).lines(420, 700, SIDE)]), [NAME, CONTACT, *MAIN, *SIDE]


def columns_drawn_row_by_row() -> tuple[bytes, list[str]]:
    page = _head()
    for i in range(max(len(MAIN), len(SIDE))):
        if i < len(MAIN):
            page.text(50, 700 - 13 * i, MAIN[i])
        if i < len(SIDE):
            page.text(420, 703 - 16 * i, SIDE[i])
    return pdf([page]), [NAME, CONTACT, *MAIN, *SIDE]


def columns_of_one_leading() -> tuple[bytes, list[str]]:
    page = _head()
    for i in range(len(MAIN)):
        page.text(230, 700 - 13 * i, MAIN[i])
        if i < len(SIDE):
            page.text(50, 700 - 13 * i, SIDE[i])
    return pdf([page]), [NAME, CONTACT, *SIDE, *MAIN]


def sidebar_with_other_leading() -> tuple[bytes, list[str]]:
    page = Page()
    page.lines(380, 752, SIDE, leading=17, size=9).text(50, 750, NAME, 15).lines(50, 720, MAIN, leading=14)
    return pdf([page]), [NAME, *MAIN, *SIDE]


def profile_site_sidebar() -> tuple[bytes, list[str]]:
    left = ["Contact", "odalys@example.com", "Top Skills", "Python", "PyTorch", "Kubernetes", "Certifications"]
    left += ["Cluster Operations", "Statistics II"]
    page = Page().lines(30, 750, left, leading=18, size=9)
    page.text(220, 745, NAME, 20).text(220, 722, "Senior ML Engineer at Quillfeather")
    page.lines(220, 690, MAIN, leading=15).text(520, 30, "Page 1 of 1", 8)
    return pdf([page]), [*left, NAME, "Senior ML Engineer at Quillfeather", *MAIN]


def dates_at_the_right_drawn_last() -> tuple[bytes, list[str]]:
    page = _head().text(50, 700, "Experience", 12)
    for i, (text, _) in enumerate(JOBS):
        page.text(50, 680 - 14 * i, text)
    for i, (_, date) in enumerate(JOBS):
        if date:
            page.right(560, 680 - 14 * i, date)
    return pdf([page]), [NAME, CONTACT, "Experience", *(f"{a} {b}".strip() for a, b in JOBS)]


def dates_in_a_left_rail() -> tuple[bytes, list[str]]:
    page, lines, y = _head().text(50, 700, "Experience", 12), [NAME, CONTACT, "Experience"], 678.0
    for text, date in JOBS:
        if date:
            y -= 8
            page.text(50, y, date, 9)
            lines.append(date)
        page.text(180, y, text, 9)
        lines.append(text)
        y -= 13
    return pdf([page]), lines


def labels_in_a_left_rail() -> tuple[bytes, list[str]]:
    page = _head()
    page.text(40, 690, "EXPERIENCE", 9).lines(140, 690, [t for t, _ in JOBS], size=9)
    page.text(40, 580, "SKILLS", 9).lines(140, 580, ["Python, PyTorch, Kubernetes", "Airflow, PostgreSQL"], size=9)
    page.text(40, 530, "EDUCATION", 9).lines(140, 530, [MAIN[-1], "Thesis on graph models"], size=9)
    lines = ["EXPERIENCE", *(t for t, _ in JOBS), "SKILLS", "Python, PyTorch, Kubernetes", "Airflow, PostgreSQL"]
    return pdf([page]), [NAME, CONTACT, *lines, "EDUCATION", MAIN[-1], "Thesis on graph models"]


def table_of_awards() -> tuple[bytes, list[str]]:
    rows = [("2019", "First", "Harrowby Data Prize"), ("2020", "Third", "Open Routing Contest")]
    rows += [("2022", "Top 5", "City Forecast League"), ("2023", "First", "Marrowgate Hack Week")]
    page = _head().text(50, 700, "Awards", 12)
    for i, row in enumerate(rows):
        for x, cell in zip((50, 130, 230), row, strict=True):
            page.text(x, 680 - 13 * i, cell)
    return pdf([page]), [NAME, CONTACT, "Awards", *(" ".join(row) for row in rows)]


def list_in_three_columns() -> tuple[bytes, list[str]]:
    items = [
        ["• Python", "• PyTorch", "• Pandas"],
        ["• Airflow", "• Kafka", "• Spark"],
        ["• Docker", "• Helm", "• Linux"],
    ]
    page = _head().lines(50, 700, MAIN[:10]).text(50, 555, "Skills", 12)
    for row in range(3):
        for column, x in enumerate((60, 240, 420)):
            page.text(x, 538 - 13 * row, items[column][row])
    page.text(50, 480, "Education", 12).text(
        50, 465, "MSc Computer Science, Harrowby University, with a thesis on graphs"
    )
    end = ["Education", "MSc Computer Science, Harrowby University, with a thesis on graphs"]
    return pdf([page]), [NAME, CONTACT, *MAIN[:10], "Skills", *(i for column in items for i in column), *end]


def drawn_bottom_up() -> tuple[bytes, list[str]]:
    page = Page()
    for i in reversed(range(len(MAIN))):
        page.text(60, 700 - 13 * i, MAIN[i])
    return pdf([page.text(60, 730, NAME, 14)]), [NAME, *MAIN]


def letter_by_letter() -> tuple[bytes, list[str]]:
    page = Page()
    for i, line in enumerate(MAIN):
        for j, letter in enumerate(line):
            if letter != " ":
                page.text(60 + 6 * j, 700 - 13 * i, letter)
    return pdf([page]), MAIN


def letters_in_a_shuffled_order() -> tuple[bytes, list[str]]:
    page = Page()
    places = [(i, j) for i, line in enumerate(MAIN) for j, letter in enumerate(line) if letter != " "]
    for i, j in sorted(places, key=lambda p: (p[1] % 7, p[0], p[1])):
        page.text(60 + 6 * j, 700 - 13 * i, MAIN[i][j])
    return pdf([page]), MAIN


def spaced_headings() -> tuple[bytes, list[str]]:
    page = Page().text(60, 730, NAME, 14)
    for j, letter in enumerate("WORK EXPERIENCE"):
        if letter != " ":
            page.text(60 + 11 * j, 705, letter)
    return pdf([page.lines(60, 690, MAIN[1:])]), [NAME, "WORK EXPERIENCE", *MAIN[1:]]


def turned_page() -> tuple[bytes, list[str]]:
    page = Page(rotate=90)
    for i, line in enumerate([NAME, *MAIN]):
        page.ops.append(f"BT /F1 10 Tf 0 1 -1 0 {60 + 14 * i} 60 Tm ({line}) Tj ET")
    return pdf([page]), [NAME, *MAIN]


def sideways_margin_note() -> tuple[bytes, list[str]]:
    page = _head().lines(80, 700, MAIN)
    page.ops.append("BT /F1 9 Tf 0 1 -1 0 30 400 Tm (CURRICULUM VITAE) Tj ET")
    return pdf([page]), [NAME, CONTACT, *MAIN, "CURRICULUM VITAE"]


def two_pages() -> tuple[bytes, list[str]]:
    return pdf([_head().lines(60, 700, MAIN), Page().lines(60, 740, SIDE)]), [NAME, CONTACT, *MAIN, *SIDE]


def symbol_bullets_and_ligatures() -> tuple[bytes, list[str]]:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode 100 0 R >>"
    codes = {c: chr(c) for c in range(32, 127)} | {0x7E: "\uf0b7", 0x7D: "ﬁ"}
    items = ["Ran } ve re}neries of text data", "Tuned classi}ers for } nance teams"]
    page = Page().text(60, 730, NAME, 14)
    for i, item in enumerate(items):
        page.text(60, 700 - 14 * i, f"~ {item}".replace("} ", "}"), font="F2")
    truth = ["• Ran five refineries of text data", "• Tuned classifiers for finance teams"]
    return pdf([page], fonts={"F2": font}, objects={0: to_unicode(codes)}), [NAME, *truth]


def text_in_a_form() -> tuple[bytes, list[str]]:
    inner = "\n".join(Page().lines(60, 700, MAIN).ops).encode()
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>"
    head = f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << {font} >> /Length {len(inner)}"
    form = f"<< {head} >>\nstream\n"
    page = Page(["/X1 Do"])
    return pdf(
        [page], objects={0: form.encode() + inner + b"\nendstream"}, resources="/XObject << /X1 100 0 R >>"
    ), MAIN


def squeezed_numbers_beside_words() -> tuple[bytes, list[str]]:
    page = _head().text(50, 700, "Publications", 12)
    texts = [
        "A. Petrova and O. Brandtner. Ranking with few",
        "labels. Journal of Invented Results, 2021.",
        "O. Brandtner. Drift at night.",
    ]
    for i, text in enumerate(texts):
        page.text(80, 684 - 13 * i, text)
    page.text(50, 684, "[1]").text(50, 658, "[2]")
    return pdf([page]), [NAME, CONTACT, "Publications", f"[1] {texts[0]}", texts[1], f"[2] {texts[2]}"]


def raised_figures() -> tuple[bytes, list[str]]:
    page = (
        Page()
        .text(60, 730, NAME, 14)
        .text(60, 700, "Placed 7")
        .text(108, 704, "th", 6)
        .text(118, 700, "of 120 teams in 2019")
    )
    return pdf([page.lines(60, 686, MAIN)]), [NAME, "Placed 7th of 120 teams in 2019", *MAIN]


def dates_on_two_lines_in_a_rail() -> tuple[bytes, list[str]]:
    page, lines, y = _head().text(50, 700, "Experience", 12), [NAME, CONTACT, "Experience"], 678.0
    for i in (0, 3):
        texts = [text for text, _ in JOBS[i : i + 3]]
        start, end = JOBS[i][1].split(" - ")
        page.text(50, y, f"{start} -").text(50, y - 13, end).lines(150, y, texts, size=9)
        lines += [f"{start} -", end, *texts]
        y -= 47
    page.text(50, y, "Education", 12).text(50, y - 14, MAIN[-1])
    return pdf([page]), [*lines, "Education", MAIN[-1]]


def skills_table_with_a_wrapped_cell() -> tuple[bytes, list[str]]:
    page = _head().text(50, 700, "SKILLS", 11)
    page.text(50, 682, "Languages").lines(130, 682, ["Python, Go, SQL, C++ and some Rust with", "shell in between"], 12)
    page.text(50, 653, "ML").text(130, 653, "PyTorch, JAX").text(50, 636, "Ops").text(130, 636, "Kubernetes, Helm")
    page.text(50, 610, "EXPERIENCE", 11).text(50, 596, "Data Scientist").right(560, 596, "2018 - 2021")
    page.text(50, 583, "Marrowgate").right(560, 583, "Oslo").text(50, 570, JOBS[4][0] + " And wrote them up for all.")
    rows = ["Languages", "Python, Go, SQL, C++ and some Rust with", "shell in between", "ML", "PyTorch, JAX", "Ops"]
    jobs = ["EXPERIENCE", "Data Scientist 2018 - 2021", "Marrowgate Oslo", JOBS[4][0] + " And wrote them up for all."]
    return pdf([page]), [NAME, CONTACT, "SKILLS", *rows, "Kubernetes, Helm", *jobs]


def sidebar_beside_dated_jobs() -> tuple[bytes, list[str]]:
    page = Page().lines(30, 752, SIDE, leading=15, size=9).text(150, 750, NAME, 16).text(150, 722, "Experience", 12)
    for i, (text, date) in enumerate(JOBS):
        page.text(150, 704 - 13 * i, text[:58], 8)
        page.right(580, 704 - 13 * i, date, 8)
    dated = [f"{text[:58]} {date}".strip() for text, date in JOBS]
    return pdf([page]), [*SIDE, NAME, "Experience", *dated]


def cells_of_one_grid() -> tuple[bytes, list[str]]:
    side = [*SIDE, "PRIZES", "Harrowby Data Prize", "City Forecast League"]
    page = _head().lines(40, 700, side).lines(230, 700, MAIN)
    return pdf([page]), [NAME, CONTACT, *side, *MAIN]


def columns_of_one_leading_drawn_one_after_the_other() -> tuple[bytes, list[str]]:
    page = Page().text(50, 745, NAME, 16).lines(50, 715, SIDE, leading=13, size=9)
    y, lines = 715.0, []
    for text, date in JOBS:
        page.text(170, y, f"{'' if date else '• '}{text[:60]}", 8)
        lines.append(text[:60])
        if date:
            y -= 13
            page.text(170, y, date, 8)
            lines.append(date)
        y -= 13
    return pdf([page]), [NAME, *SIDE, *lines]


def columns_with_a_narrow_gutter() -> tuple[bytes, list[str]]:
    side = ["CONTACT", "odalys@example.com", *SIDE]
    page = Page().text(50, 745, NAME, 16).lines(50, 715, side, leading=13, size=9)
    return pdf([page.lines(154, 715, MAIN, leading=13, size=9)]), [NAME, *side, *MAIN]


def dates_at_the_right_drawn_first() -> tuple[bytes, list[str]]:
    page, rows = _head().text(50, 700, "Experience", 12), list(enumerate(JOBS))
    for i, (_, date) in rows:
        page.right(560, 680 - 14 * i, date)
    for i, (text, _) in rows:
        page.text(50, 680 - 14 * i, text)
    return pdf([page]), [NAME, CONTACT, "Experience", *(f"{a} {b}".strip() for a, b in JOBS)]


def dates_and_headings_in_a_left_rail() -> tuple[bytes, list[str]]:
    """Drawn row by row, as a browser does: headings stand among the dates, and one range goes over two lines."""
    page, lines = Page(), [NAME]
    page.text(50, 750, NAME, 16)
    y = 720.0
    entries = [("Experience", JOBS[0], JOBS[1:3]), ("", JOBS[3], JOBS[4:5]), ("Training", JOBS[5], JOBS[6:7])]
    for heading, (text, date), deeds in entries:
        if heading:
            page.text(50, y, heading, 11)
            lines.append(heading)
            y -= 16
        start, end = date.split(" - ")
        is_wrapped = heading == "Training"
        page.text(50, y, f"{start} -" if is_wrapped else date, 8).text(170, y, text, 9)
        if is_wrapped:
            page.text(50, y - 11, end, 8)
        lines += [date, text]
        for deed, _ in deeds:
            y -= 12.5
            page.text(170, y, deed, 9)
            lines.append(deed)
        y -= 18
    return pdf([page]), lines


def labels_drawn_row_by_row() -> tuple[bytes, list[str]]:
    """A table of labels without white space between its rows; some cells hold two lines."""
    page, lines, y = Page().text(50, 750, NAME, 16), [NAME], 720.0
    for label, *texts in LABELLED:
        page.text(50, y, label, 9).lines(170, y, texts, leading=13, size=9)
        lines += [label, *texts]
        y -= 13.0 * len(texts) + 1.5
    return pdf([page]), lines


def a_short_column_of_one_leading_drawn_second() -> tuple[bytes, list[str]]:
    """The right column ends before the left one, whose lines beside it are the shorter ones."""
    near, below = [text[:18].strip() for text in MAIN[:9]], [text[:42].strip() for text, _ in JOBS] + MAIN[-2:]
    page = Page().text(50, 750, NAME, 16).lines(50, 720, near, leading=13, size=9)
    page.lines(50, 720 - 13 * 11, below, leading=13, size=9).lines(320, 720, SIDE[:7], leading=13, size=9)
    return pdf([page]), [NAME, *near, *below, *SIDE[:7]]


LABELLED = [
    ("Languages", "Python, Go, SQL and some Rust in the nightly jobs of the mill", "and C for the scales"),
    ("Buses", "CAN, SPI and two of our own, all with checks"),
    ("Tools", "Git, GitLab, Docker, Jira and a wiki that nobody reads", "KiCad for the boards"),
    ("Analysis", "NumPy, pandas, a pencil"),
    ("Systems", "FreeRTOS, Linux, one PDP-11"),
    ("Human", "Danish, English, some Latin"),
]


def rows_with_headings_among_their_labels() -> tuple[bytes, list[str]]:
    """A table whose left cells are headings and dates, each drawn before the text beside it."""
    page = Page().text(60, 750, "WORK EXPERIENCE", 10)
    truth, y = ["WORK EXPERIENCE"], 734
    for number, (title, when) in enumerate((job for job in JOBS if job[1]), 1):
        lines = [title, *MAIN[3 * number : 3 * number + 2]]
        page.text(50, y, when, 9).lines(190, y, lines, size=10)
        truth += [when, *lines]
        y -= 13 * len(lines) + 6
    page.text(60, y - 10, "EDUCATION", 10).text(50, y - 26, "2014 - 2016", 9).lines(190, y - 26, MAIN[-1:], size=10)
    return pdf([page]), [*truth, "EDUCATION", "2014 - 2016", MAIN[-1]]


def dates_in_circles() -> tuple[bytes, list[str]]:
    """Begin and end of each job over one another in a circle at the left, on no line of the text; drawn after it."""
    page, truth, y = Page().text(50, 760, MAIN[0], 12), [MAIN[0]], 735
    for number, (title, when) in enumerate((job for job in JOBS if job[1]), 1):
        lines = [title, *MAIN[3 * number : 3 * number + 3]]
        page.lines(150, y, lines, size=10)
        for step, part in enumerate((when.split(" - ")[0], "-", when.split(" - ")[1])):
            page.text(60, y - 9 - 10 * step, part, 8)
        truth += [when, *lines]
        y -= 13 * len(lines) + 24
    return pdf([page]), truth


def blocks_drawn_in_any_order() -> tuple[bytes, list[str]]:
    """A designer's page: the jobs' texts first, their heading and the blocks of the other column later."""
    page = Page().lines(230, 685, MAIN[1:6], leading=13).lines(230, 590, MAIN[6:10], leading=13)
    page.lines(50, 560, SIDE[6:], leading=13).text(230, 710, MAIN[0], 11).lines(50, 660, SIDE[:6], leading=13)
    page.lines(50, 710, ["PROFILE", "Likes trains and", "short tables."], leading=13).text(50, 760, NAME, 20)
    return pdf([page]), [NAME, "PROFILE", "Likes trains and", "short tables.", *SIDE, *MAIN[:10]]


def cards_in_two_columns() -> tuple[bytes, list[str]]:
    """Jobs beside one another under a heading of the whole page, the page going on below them."""
    page = _head().text(50, 700, MAIN[0], 12).lines(50, 680, MAIN[1:6], size=8).lines(330, 680, MAIN[6:10], size=8)
    page.text(50, 590, "EDUCATION", 12).text(50, 570, MAIN[-1]).text(50, 540, "SKILLS").text(50, 520, "Python, Rust")
    return pdf([page]), [NAME, CONTACT, *MAIN[:10], "EDUCATION", MAIN[-1], "SKILLS", "Python, Rust"]


LAYOUTS = {
    f.__name__: f
    for f in (
        single_column, columns_one_after_the_other, columns_drawn_row_by_row, columns_of_one_leading,
        sidebar_with_other_leading, profile_site_sidebar, dates_at_the_right_drawn_last, dates_in_a_left_rail,
        labels_in_a_left_rail, table_of_awards, list_in_three_columns, drawn_bottom_up, letter_by_letter,
        letters_in_a_shuffled_order, spaced_headings, turned_page, sideways_margin_note, two_pages,
        symbol_bullets_and_ligatures, text_in_a_form, squeezed_numbers_beside_words, raised_figures,
        dates_on_two_lines_in_a_rail, skills_table_with_a_wrapped_cell, sidebar_beside_dated_jobs, cells_of_one_grid,
        dates_and_headings_in_a_left_rail, labels_drawn_row_by_row, a_short_column_of_one_leading_drawn_second,
        columns_of_one_leading_drawn_one_after_the_other, dates_at_the_right_drawn_first, columns_with_a_narrow_gutter,
        rows_with_headings_among_their_labels, dates_in_circles, blocks_drawn_in_any_order, cards_in_two_columns,
    )
}  # fmt: skip
