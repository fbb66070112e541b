"""Word files: text boxes, headers with fields, shaded headings, two columns, tracked changes, controls."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor

from bench.support.strange.content import Content, Maker, degree, month, span, studied, where
from bench.support.strange.profiles import esc

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = f"""<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>
<w:txbxContent>%s</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def layouts() -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "docx text boxes": boxes,
        "docx header and footer, shaded headings": headed,
        "docx two columns of text": columned,
        "docx tracked changes and controls": tracked,
        "docx headings by look alone": looks,
    }


def saved(document: Document) -> tuple[str, bytes]:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    return "cv.docx", out.getvalue()


def boxed(document: Document, lines: list[tuple[str, bool]]) -> None:
    """A text box of lines, each bold or not, in its own paragraph, with Word's fallback that says the same again."""
    inside = "".join(
        f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t xml:space='preserve'>{esc(line)}</w:t></w:r></w:p>"
        for line, bold in lines
    )
    document.add_paragraph()._p.append(parse_xml(_BOX % (inside, inside)))


def boxes(c: Content) -> tuple[str, bytes]:
    """Name, contact, skills in text boxes; jobs in the body."""
    document = docx.Document()
    boxed(document, [(c.name.upper(), True), (c.career.headline, False)])
    side = [
        ("CONTACT", True),
        (c.mail, False),
        (c.place, False),
        ("SKILLS", True),
        *((skill, False) for skill in c.skills),
    ]
    side += [("EDUCATION", True)]
    for study in c.studies:
        side += [(degree(study), False), (study.school, False), (studied(study), False)]
    boxed(document, side)
    boxed(document, [("ABOUT ME", True), (c.career.summary, False)])
    document.add_paragraph().add_run("WORK EXPERIENCE").bold = True
    for job in c.jobs:
        document.add_paragraph().add_run(job.title).bold = True
        document.add_paragraph(" | ".join(x for x in (job.employer, job.place, span(job, "short")) if x))
        for deed in c.deeds(job):
            document.add_paragraph(deed, style="List Bullet")
    return saved(document)


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(parse_xml(f"<w:fldSimple {_W} w:instr='{code}'><w:r><w:t>1</w:t></w:r></w:fldSimple>"))


def headed(c: Content) -> tuple[str, bytes]:
    """Contacts in the header, «Page 1 of 2» in the footer, headings in a coloured bar, dates at a right tab."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = c.name
    section.header.add_paragraph(f"{c.mail} | +47 5550 100 | {c.place}")
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")

    def bar(text: str) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run(text).font.color.rgb = RGBColor(255, 255, 255)
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:shd {_W} w:val='clear' w:fill='1F3864'/>"))

    def tabbed(left: str, right: str) -> None:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(left).bold = True
        paragraph.add_run(f"\t{right}")

    document.add_paragraph(c.career.headline)
    bar("Career Summary")
    document.add_paragraph(c.career.summary)
    bar("Professional Background")
    for job in c.jobs:
        tabbed(job.employer or job.title, job.place)
        tabbed(job.title if job.employer else "", span(job, "short", " - "))
        for deed in c.deeds(job):
            document.add_paragraph(deed, style="List Bullet")
    bar("Education & Credentials")
    for study in c.studies:
        tabbed(study.school, studied(study))
        document.add_paragraph(degree(study))
    bar("Areas of Expertise")
    for skill in c.skills:
        document.add_paragraph(skill, style="List Bullet")
    return saved(document)


def columned(c: Content) -> tuple[str, bytes]:
    """A section of two columns of text with a column break; entries as «dates⏎title⏎employer»."""
    document = docx.Document()
    document.add_heading(c.name, 0)
    document.add_paragraph(c.career.headline)
    section = document.add_section()
    section._sectPr.append(parse_xml(f"<w:cols {_W} w:num='2' w:space='708'/>"))
    document.add_heading("Contact", 2)
    document.add_paragraph(f"{c.mail}\n{c.place}")
    document.add_heading("Skills", 2)
    document.add_paragraph("\n".join(c.career.skills))
    document.add_heading("Education", 2)
    for study in c.studies:
        document.add_paragraph(f"{degree(study)}\n{study.school}\n{studied(study)}")
    document.add_paragraph()._p.append(parse_xml(f"<w:r {_W}><w:br w:type='column'/></w:r>"))
    document.add_heading("Profile", 2)
    document.add_paragraph(c.career.summary)
    document.add_heading("Work history", 2)
    for job in c.jobs:
        document.add_paragraph(span(job, "slash"))
        document.add_heading(job.title, 3)
        document.add_paragraph(where(job))
        for deed in c.deeds(job):
            document.add_paragraph(f"– {deed}")
    return saved(document)


def tracked(c: Content) -> tuple[str, bytes]:
    """Content controls of a template, small capitals, a link, insertions to read and deletions not to."""
    document = docx.Document()

    def control(text: str, *, caps: bool = False) -> None:
        look = "<w:rPr><w:caps/></w:rPr>" if caps else ""
        xml = (
            f"<w:sdt {_W}><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p><w:r>{look}<w:t"
            f" xml:space='preserve'>{esc(text)}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))

    control(c.name)
    control(f"{c.career.headline}, {c.place}")
    control("Career summary", caps=True)
    control(c.career.summary)
    control("Experience", caps=True)
    for job in c.jobs:
        paragraph = document.add_paragraph()
        old, new = "Jan 1999 – Feb 1999", span(job, "comma", " to ", "present")
        xml = f"<w:r {_W}><w:t xml:space='preserve'>{esc(job.title)} • {esc(job.employer)} • </w:t></w:r>"
        paragraph._p.append(parse_xml(xml))
        paragraph._p.append(
            parse_xml(f"<w:del {_W} w:id='1' w:author='x'><w:r><w:delText>{old}</w:delText></w:r></w:del>")
        )
        paragraph._p.append(parse_xml(f"<w:ins {_W} w:id='2' w:author='x'><w:r><w:t>{new}</w:t></w:r></w:ins>"))
        for deed in c.deeds(job):
            control(f"• {deed}")
    control("Education", caps=True)
    for study in c.studies:
        control(f"{degree(study)} • {study.school} • {studied(study)}")
    control("Skills & abilities", caps=True)
    for line in c.career.skills:
        control(line)
    return saved(document)


def looks(c: Content) -> tuple[str, bytes]:
    """No style at all: headings are big runs; soft line breaks inside a paragraph; dates in brackets."""
    document = docx.Document()

    def big(text: str) -> None:
        run = document.add_paragraph().add_run(text)
        run.font.size, run.bold = Pt(15), True

    document.add_paragraph(f"{c.name}\n{c.career.headline}\n{c.mail}")
    big("My profile")
    document.add_paragraph(c.career.summary)
    big("Where I have worked")
    for job in c.jobs:
        ends = "today" if job.last is None else month(job.last, "short")
        lines = [
            f"{job.title} ({month(job.first, 'short')} to {ends})",
            where(job),
        ]
        document.add_paragraph("\n".join([*(line for line in lines if line), *(f"- {deed}" for deed in c.deeds(job))]))
    big("What I studied")
    for study in c.studies:
        document.add_paragraph(f"{degree(study)} ({studied(study)})\n{study.school}")
    big("What I know")
    document.add_paragraph("\n".join(c.career.skills))
    return saved(document)
