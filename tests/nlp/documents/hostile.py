"""Files that are broken, misleading or meant to harm, each made by code, with the reason that they must be refused for.

A reason of None: the file must be read. A set of reasons: each of them is a right answer.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.nlp.documents.layouts import MAIN, single_column
from tests.nlp.documents.pdfs import Page, assemble, pdf

TOKEN = "zarquonFennimore83"
"""Stands in every file that holds text; must be found nowhere afterwards."""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = f"<w:p><w:r><w:t>Python and {TOKEN}</w:t></w:r></w:p>"
Made = tuple[bytes, str | frozenset[str] | None]


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str = BODY, more: Mapping[str, bytes] | None = None, head: str = "", types: bytes = TYPES) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": document.encode(), **(more or {})})


def stream(content: bytes, head: str = "") -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def text_page(*ops: str) -> Page:
    return Page([*Page().text(60, 700, f"Python {TOKEN}").ops, *ops])


def flate_page(content: bytes) -> bytes:
    """A PDF whose only page inflates to the content."""
    packed = zlib.compress(content, 9)
    body = f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"
    return raw_page(body)


def raw_page(contents: bytes, page: str = "", more: Mapping[int, bytes] | None = None) -> bytes:
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>"
    whole = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {font} >> {page}"
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: f"<< {whole} >>".encode(),
            4: contents,
            **(more or {}),
        }
    )


# PDF -------------------------------------------------------------------------------------------------------------


def pdf_cut_in_the_middle() -> Made:
    data = single_column()[0]
    return data[: len(data) // 3], frozenset({"cut", "damaged", "blank"})


def pdf_header_only() -> Made:
    return b"%PDF-1.7\n", "cut"


def pdf_of_noise() -> Made:
    return b"%PDF-1.4\n" + bytes((i * 7919 + i // 13) % 256 for i in range(40_000)) + b"%%EOF", "damaged"


def pdf_without_pages() -> Made:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 0 /Kids [] >>"}
    return assemble(objects), "damaged"


def pdf_page_that_is_its_own_parent() -> Made:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"}
    return assemble(objects), frozenset({"damaged", "blank"})


def pdf_contents_that_name_themselves() -> Made:
    return raw_page(b"[4 0 R 4 0 R]"), "blank"


def pdf_form_that_draws_itself() -> Made:
    inner = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 100 0 R >> >>"
    page = text_page("/X1 Do")
    resources = "/XObject << /X1 100 0 R >>"
    answers = frozenset({"slow", "memory", "crashed"})
    return pdf([page], objects={0: stream(b"/X1 Do /X1 Do /X1 Do", inner)}, resources=resources), answers


def pdf_forms_that_multiply() -> Made:
    objects = {}
    for i in range(12):
        below = f"/Resources << /XObject << /N {101 + i} 0 R >> >>"
        content = b"/N Do " * 10 if i < 11 else b"BT /F1 9 Tf (x) Tj ET"
        objects[i] = stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {below if i < 11 else ''}")
    answers = frozenset({"slow", "memory", "crashed", "blank"})
    return pdf([Page(["/X1 Do"])], objects=objects, resources="/XObject << /X1 100 0 R >>"), answers


def pdf_protected() -> Made:
    encrypt = f"/Filter /Standard /V 1 /R 2 /P -64 /O <{'ab' * 32}> /U <{'cd' * 32}>"
    data = pdf([text_page()], objects={0: f"<< {encrypt} >>".encode()}, trailer="/Encrypt 100 0 R /ID [<00> <00>]")
    return data, "encrypted"


def pdf_with_unknown_protection() -> Made:
    data = pdf([text_page()], objects={0: b"<< /Filter /Nobody /V 9 >>"}, trailer="/Encrypt 100 0 R /ID [<00> <00>]")
    return data, "encrypted"


def pdf_scan() -> Made:
    image = stream(zlib.compress(bytes(100 * 100), 9), "/Type /XObject /Subtype /Image /Width 100 /Height 100 "
                   "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode")  # fmt: skip
    page = Page(["q 600 0 0 780 0 0 cm /Im1 Do Q"])
    return pdf([page], objects={0: image}, resources="/XObject << /Im1 100 0 R >>"), "scanned"


def pdf_blank_page() -> Made:
    return pdf([Page()]), "blank"


def pdf_of_too_many_pages() -> Made:
    return pdf([text_page()] * 21), "too_many_pages"


def pdf_that_claims_a_million_pages() -> Made:
    kids = "3 0 R " * 50
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << {font} >> >>"
    pages = f"<< /Type /Pages /Count 1000000 /Kids [{kids}] >>"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages.encode(), 3: page.encode()}
    return assemble(objects), frozenset({"too_many_pages", "damaged"})


def pdf_fonts_without_letters() -> Made:
    codes = "\n".join(f"<{c:02X}> <{0xE000 + c:04X}>" for c in range(32, 127))
    cmap = f"1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar\n{codes}\nendbfchar".encode()
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 100 0 R >>"
    page = Page()
    for i, line in enumerate(MAIN):
        page.text(60, 700 - 13 * i, line, font="F2")
    return pdf([page], fonts={"F2": font}, objects={0: stream(cmap)}), "no_letters"


def pdf_deeply_nested_arrays() -> Made:
    return raw_page(stream(b"[" * 100_000 + b"]" * 100_000 + b" TJ")), frozenset({"blank", "damaged", "crashed"})


def pdf_deeply_nested_dictionaries() -> Made:
    deep = "<< /A " * 5_000 + "1" + " >>" * 5_000
    return raw_page(stream(b"BT ET"), more={5: deep.encode()}), frozenset({"blank", "damaged", "crashed"})


def pdf_a_million_saved_states() -> Made:
    return flate_page(b"q " * 1_000_000), frozenset({"blank", "slow", "memory", "crashed"})


def pdf_two_million_text_operators() -> Made:
    return flate_page(b"BT /F1 9 Tf 9 9 Td (a) Tj ET " * 2_000_000), frozenset({"slow", "memory", "crashed"})


def pdf_flate_bomb() -> Made:
    answers = frozenset({"blank", "slow", "memory", "crashed"})
    return flate_page(b" " * 600_000_000), answers


def pdf_flate_in_flate() -> Made:
    packed = zlib.compress(zlib.compress(b" " * 600_000_000, 9), 9)
    body = stream(packed, "/Filter [/FlateDecode /FlateDecode]")
    return raw_page(body), frozenset({"blank", "slow", "memory", "crashed"})


def pdf_long_text() -> Made:
    page = Page()
    for i in range(3_000):
        page.text(20, 780 - i * 0.25, f"Python {TOKEN} {i} " + "lorem ipsum " * 4, 2)
    return pdf([page], compress=True), None


def pdf_with_script_and_launch() -> Made:
    action = "/OpenAction << /S /Launch /F (/bin/sh) /Next << /S /JavaScript /JS (app.alert(1)) >> >>"
    data = pdf([text_page()])
    return data.replace(b"/Pages 2 0 R >>", f"/Pages 2 0 R {action} >>".encode(), 1), None


def pdf_reading_an_outside_file() -> Made:
    contents = b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"
    return raw_page(contents), "blank"


def pdf_behind_other_bytes() -> Made:
    return b"\n" * 200 + single_column()[0], None


def pdf_places_beyond_measure() -> Made:
    page = text_page("BT /F1 10 Tf 1 0 0 1 1e38 -1e38 Tm (far) Tj ET", "BT /F1 1e30 Tf (huge) Tj ET")
    return pdf([page]), None


# DOCX and other archives -------------------------------------------------------------------------------------------


def docx_external_entity() -> Made:
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return docx("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", head=head), "hostile_xml"


def docx_laughing_entities() -> Made:
    rows = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", head=f"<!DOCTYPE x [{rows}]>"), "hostile_xml"


def docx_entity_in_utf16() -> Made:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><w:document {W}/>'
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": text.encode("utf-16")}), "hostile_xml"


def docx_bomb_of_one_text() -> Made:
    return docx(f"<w:p><w:r><w:t>{'a' * 300_000_000}</w:t></w:r></w:p>"), "inflates"


def docx_bomb_of_many_nodes() -> Made:
    return docx("<w:p/>" * 3_000_000), "inflates"


def docx_many_small_nodes() -> Made:
    return docx("".join(f"<w:p><w:r/><w:t>{i:x}</w:t></w:p>" for i in range(240_000))), "inflates"


def docx_that_lies_about_its_size() -> Made:
    data = bytearray(docx(f"<w:p><w:r><w:t>{'a' * 60_000_000}</w:t></w:r></w:p>"))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 900)
    return bytes(data), frozenset({"damaged", "inflates", "cut"})


def docx_deeply_nested() -> Made:
    return docx("<w:tbl><w:tr><w:tc>" * 3_000 + BODY + "</w:tc></w:tr></w:tbl>" * 3_000), "nested"


def docx_of_many_members() -> Made:
    return docx(more={f"word/media/{i}.xml": b"" for i in range(300)}), "too_many_members"


def docx_with_macros() -> Made:
    return docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "kind"


def docx_macro_by_type_alone() -> Made:
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    types = TYPES[:-2] + b'><Override PartName="/word/document.xml" ContentType="' + kind + b'"/></Types>'
    return docx(types=types), "kind"


def docx_broken_xml() -> Made:
    return zipped({"word/document.xml": f"<w:document {W}><w:p><w:t>{TOKEN}</w:p>".encode()}), "damaged"


def docx_cut() -> Made:
    data = docx(BODY * 500)
    return data[: len(data) // 2], "cut"


def docx_damaged_member() -> Made:
    data = bytearray(docx(BODY + "".join(f"<w:p>{i * 7919}</w:p>" for i in range(900))))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 40] = bytes(40)
    return bytes(data), "damaged"


def docx_with_a_locked_member() -> Made:
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data), "encrypted"


def docx_without_text() -> Made:
    return docx("<w:p/>"), "blank"


def docx_of_pictures() -> Made:
    return docx("<w:p/>", more={"word/media/image1.png": b"\x89PNG"}), "scanned"


def docx_member_outside_its_folder() -> Made:
    return docx(more={f"../../../{TOKEN}": b"x", f"/{TOKEN}-2": b"x"}), None


def zip_in_zip() -> Made:
    inner = zipped({"0": bytes(9_000_000)})
    return zipped({f"{i}.zip": inner for i in range(100)}), "kind"


def zip_empty() -> Made:
    return zipped({}), "kind"


def spreadsheet() -> Made:
    return zipped({"xl/workbook.xml": b"<x/>"}), "kind"


def open_document() -> Made:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<x/>"}), "kind"


def pages_file() -> Made:
    return zipped({"Index/Document.iwa": b"x"}), "kind"


def linkedin_export() -> Made:
    return zipped({"Skills.csv": b"Name\nPython\n", "Positions.csv": b"x"}), "kind"


# Everything else ---------------------------------------------------------------------------------------------------


def empty() -> Made:
    return b"", "empty"


def blanks_only() -> Made:
    return b" \n\t\r\n" * 100, "empty"


def too_big() -> Made:
    return b"Python " * 800_000, "too_big"


def old_word_file() -> Made:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), "kind"


def locked_office_file() -> Made:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"


def png() -> Made:
    return b"\x89PNG\r\n\x1a\n" + bytes(200), "kind"


def jpeg_named_as_pdf() -> Made:
    return b"\xff\xd8\xff\xe0" + bytes(200), "kind"


def heic() -> Made:
    return b"\0\0\0\x18ftypheic" + bytes(100), "kind"


def html_page() -> Made:
    return f"<!DOCTYPE html><script>alert('{TOKEN}')</script>".encode(), "kind"


def rich_text() -> Made:
    return rb"{\rtf1\ansi Python}", "kind"


def program() -> Made:
    return b"\x7fELF\x02\x01\x01" + bytes(500), "kind"


def gzip_file() -> Made:
    return b"\x1f\x8b\x08\0" + bytes(100), "kind"


def noise() -> Made:
    return bytes((i * i * 31 + i) % 256 for i in range(5_000)), "kind"


def json_nested() -> Made:
    return b'{"work":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested"


def json_cut() -> Made:
    return f'{{"basics": {{"name": "{TOKEN}",\n "label": '.encode(), "broken_json"


def json_of_something_else() -> Made:
    return json.dumps({"token": TOKEN}).encode(), "kind"


def json_with_wrong_types() -> Made:
    resume = {
        "basics": [1, TOKEN],
        "work": {"a": 1},
        "skills": [None, 5, {"name": {"x": []}, "keywords": "no"}],
        "education": "x",
    }
    return json.dumps({**resume, "projects": [{"name": "Python", "highlights": [[1], None, "ok"]}]}).encode(), None


def json_huge_number() -> Made:
    return b'{"basics": {"name": ' + b"9" * 100_000 + b"}}", "broken_json"


def xml_entities_as_text() -> Made:
    return b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><l>&a;</l>', "kind"


def text_of_opening_brackets() -> Made:
    return b"# Skills\n" + b"[" * 300_000 + b"<!--" * 30_000 + b"**a " * 30_000 + b"`" * 30_000, None


def text_of_one_endless_word() -> Made:
    return b"Python " + b"a" * 400_000 + b"-\n" + b"b" * 9, None


def text_of_bullets_and_dashes() -> Made:
    return b"- - - - " * 40_000 + "•".encode() * 40_000 + b"\n" * 40_000 + b"Python", None


def utf16_cut() -> Made:
    return "\ufeffPython and Spark".encode("utf-16-le") + b"\x00", "kind"


HOSTILE: dict[str, Callable[[], Made]] = {
    name: made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Made"
}
SLOW = frozenset({
    "pdf_two_million_text_operators", "pdf_flate_bomb", "pdf_flate_in_flate", "pdf_forms_that_multiply",
    "docx_bomb_of_one_text",
})  # fmt: skip
"""Made or refused only after seconds; the long suite runs them."""
