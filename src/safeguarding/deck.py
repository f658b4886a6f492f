"""A session’s slides as an editable PowerPoint file, by python-pptx.

It starts from python-pptx’s own empty deck, which PowerPoint wrote, and changes it in memory: no template lies in the
repository, and no slide is XML by hand. All words stand in placeholders, so that outline, screen reader and a change of
design see them; decoration stands on the master alone. The same course gives the same bytes.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.util import Pt

from . import fit
from .chart import Chart
from .entries import CourseError, Problem
from .slides import UNSET, Para, Slide, alt

LANGUAGE = "en-GB"
COLOURS = {"dk1": "1A1D1F", "lt1": "FFFFFF", "dk2": "1C5566", "lt2": "F3F6F6", "accent1": "1C5566", "accent2": "1E6437", "hlink": "17566B"}
"""The colours of the theme: those of course.css."""
RIGHT = RGBColor.from_string("1E6437")
LAYOUTS = {"title": "Title Slide", "prompt": "Section Header", "chart": "Two Content"}
"""The layout of a kind of slide, by the name in python-pptx’s empty deck; all others are “Title and Content”."""
CONTENT = "Title and Content"
LEFT, ACROSS = 50.5, fit.BOX[0]
"""Points from the left edge of a slide of 960 by 540, and across."""
BODY_AT = 122
NOTES = Pt(12)
SOURCE = 18
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Microsoft Office PowerPoint</Application><PresentationFormat>Widescreen</PresentationFormat>'
    "</Properties>"
)
MARK = "bmk"
"""The attribute, a bookmark, by which “Make it yours” finds a run that prints a local detail or a post: its name, or `word-` and the
post."""
EMPTY = 1
"""Points of a detail that is empty: it is there to be filled, and takes no room."""
OLD = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of the zip."""


def deck(made: list[Slide], title: str, subject: str, dated: date) -> bytes:
    """The file of some slides. Raises `CourseError` with the line of the data where words do not fit at the least size."""
    if too_long := list(filter(None, map(_too_long, made))):
        raise CourseError(too_long)
    show = template()
    for slide in made:
        _add(show, slide)
    _sections(show, made, title)
    about, then = show.core_properties, datetime.combine(dated, time(), UTC).replace(tzinfo=None)
    about.title, about.subject, about.author, about.last_modified_by = title, subject, *["The Recognise and Refer contributors"] * 2
    about.language, about.created, about.modified, about.revision = LANGUAGE, then, then, 1
    _say_language(show)
    packed = BytesIO()
    show.save(packed)
    return _same_bytes(packed.getvalue(), dated)


def _too_long(slide: Slide) -> Problem | None:
    if all(fit.sizes(slide)):
        return None
    return Problem(slide.place, f"The slide “{slide.title}” does not fit, even in its smallest letters.", "Shorten its words.")


def template():
    """An empty deck of ours: 16 to 9, four layouts, our colours, Arial, a notes master."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = Pt(960), Pt(540)
    del show.element.sldSz.attrib["type"]  # it says 4 to 3
    kept = {CONTENT, *LAYOUTS.values()}
    for layout in [one for one in show.slide_layouts if one.name not in kept]:
        show.slide_layouts.remove(layout)
    _drop(show.part, "printerSettings")
    _drop(show.part.package, "thumbnail")
    master = show.slide_master
    _theme(master.part.part_related_by(RT.THEME))
    for held in (master, *show.slide_layouts):
        for shape in list(held.placeholders):
            if shape.element.ph.get("type") in ("dt", "ftr"):
                shape.element.getparent().remove(shape.element)
    by_name = {layout.name: layout for layout in show.slide_layouts}
    for held in (master, *show.slide_layouts):
        for shape in held.placeholders:
            _lay_out(shape, held.name if held is not master else "")
    by_name["Two Content"]._element.cSld.set("name", "Title, Chart and Caution")
    _styles(master)
    _bar(master)
    notes = show.notes_master
    listed = etree.SubElement(show.element, qn("p:notesMasterIdLst"))  # Keynote refuses notes without it
    etree.SubElement(listed, qn("p:notesMasterId")).set(qn("r:id"), show.part.relate_to(notes.part, RT.NOTES_MASTER))
    show.element.find(qn("p:sldMasterIdLst")).addnext(listed)
    for part in show.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = APP.encode()
        elif part.partname == "/ppt/viewProps.xml":  # the pane of notes stands open
            part._blob = re.sub(rb'(<p:restoredTop sz=")\d+', rb"\g<1>75000", part.blob)
    return show


def _drop(holder, kind: str) -> None:
    rels = getattr(holder, "rels", None) or holder._rels
    for name in [name for name, rel in rels.items() if rel.reltype.endswith(kind)]:
        rels.pop(name)


def _theme(part) -> None:
    root = etree.fromstring(part.blob)
    for name, colour in COLOURS.items():
        slot = root.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
        slot[:] = [etree.Element(qn("a:srgbClr"), val=colour)]
    for font in root.iterfind(f".//{qn('a:fontScheme')}//{qn('a:latin')}"):
        font.set("typeface", "Arial")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _lay_out(shape, layout: str) -> None:
    """Give a placeholder its place, without margins of its own: what is measured is what is there."""
    kind, at = shape.element.ph.get("type") or "obj", shape.element.ph.get("idx")
    box, anchor = (LEFT, BODY_AT, *fit.BOX), "t"
    if kind == "sldNum":
        box, anchor = (LEFT + ACROSS - 100, 503, 100, 20), "ctr"
    elif layout == "Title Slide":
        box, anchor = ((LEFT, 150, ACROSS, 110), "b") if at is None else ((LEFT, 280, ACROSS, 160), "t")
    elif kind in ("title", "ctrTitle"):
        box, anchor = (LEFT, 30, *fit.TITLE), "ctr"
    elif layout == "Section Header":
        anchor = "ctr"
    elif layout == "Two Content":
        if at == "1":
            shape.element.ph.set("type", "chart")
            box = (LEFT, 114, ACROSS, 216)
        else:
            box = (LEFT, 336, *fit.UNDER_CHART)
    shape.left, shape.top, shape.width, shape.height = map(Pt, box)
    frame = shape.text_frame._txBody.bodyPr
    for side in ("lIns", "tIns", "rIns", "bIns"):
        frame.set(side, "0")
    frame.set("anchor", anchor)
    for child in list(frame):
        frame.remove(child)
    etree.SubElement(frame, qn("a:normAutofit"))  # acted on when somebody types more than fits
    listed = shape.text_frame._txBody.find(qn("a:lstStyle"))
    if listed is not None:
        listed[:] = []
        if kind == "sldNum":
            etree.SubElement(etree.SubElement(listed, qn("a:lvl1pPr"), algn="r"), qn("a:defRPr"), sz="1400")
        elif layout == "Title Slide":
            etree.SubElement(
                etree.SubElement(listed, qn("a:lvl1pPr"), algn="l"), qn("a:defRPr"), sz="4400" if kind == "ctrTitle" else "2800"
            )


def _styles(master) -> None:
    """Words of the master: titles bold in our colour, words without a bullet; what is a list says so itself."""
    styles = master.element.find(qn("p:txStyles"))
    title, body = (styles.find(qn(f"p:{name}")) for name in ("titleStyle", "bodyStyle"))
    for style, size, colour in ((title, 30, "tx2"), (body, 28, "tx1")):
        level = style.find(qn("a:lvl1pPr"))
        for name in ("marL", "indent"):
            level.set(name, "0")
        level.set("algn", "l")
        for bullet in [child for child in level if etree.QName(child).localname.startswith("bu")]:
            level.remove(bullet)
        words = level.find(qn("a:defRPr"))
        words.set("sz", f"{size}00")
        words.set("b", "1" if style is title else "0")
        words.find(f".//{qn('a:schemeClr')}").set("val", colour)
        words.addprevious(etree.Element(qn("a:buNone")))


def _bar(master) -> None:
    """A line of our colour along the left edge, which a screen reader passes over."""
    bar = CT_Shape.new_autoshape_sp(90, "Bar", "rect", 0, 0, Pt(14), Pt(540))
    bar.remove(bar.find(qn("p:style")))
    bar.remove(bar.find(qn("p:txBody")))
    fill = etree.SubElement(bar.spPr, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr"), val="accent1")
    known = bar.find(f"{qn('p:nvSpPr')}/{qn('p:cNvPr')}")
    ext = etree.SubElement(etree.SubElement(known, qn("a:extLst")), qn("a:ext"), uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(ext, f"{{{DECORATIVE}}}decorative", val="1", nsmap={"adec": DECORATIVE})
    master.shapes._spTree.insert(2, bar)


def _add(show, slide: Slide) -> None:
    layout = LAYOUTS.get(slide.kind, CONTENT)
    layout = show.slide_layouts.get_by_name("Title, Chart and Caution" if slide.chart else layout)
    made = show.slides.add_slide(layout)
    heading, size = fit.sizes(slide)
    assert heading and size, "what does not fit was refused"
    made.shapes.title.text_frame.text = slide.title
    if slide.kind != "title":
        made.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(heading)
    words = next(shape for shape in made.placeholders if shape.placeholder_format.idx == (2 if slide.chart else 1))
    _write(words.text_frame, slide.body, size)
    if slide.chart:
        _chart(next(shape for shape in made.placeholders if shape.placeholder_format.idx == 1), slide.chart)
    number = next(shape for shape in layout.placeholders if shape.element.ph.get("type") == "sldNum")
    copied = deepcopy(number.element)
    copied.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in made.shapes) + 1))
    made.shapes._spTree.append(copied)
    if slide.notes:
        notes = made.notes_slide.notes_text_frame
        for nth, line in enumerate(slide.notes):
            paragraph = notes.add_paragraph() if nth else notes.paragraphs[0]
            for said in line.runs:
                run = paragraph.add_run()
                run.text = said.text
                if said.post:
                    run.font._element.set(MARK, f"word-{said.post}")
            paragraph._p.get_or_add_pPr().set("marL", "0")
            paragraph._p.get_or_add_pPr().set("indent", "0")
            paragraph.space_after = Pt(4)
            for run in paragraph.runs:
                run.font.size = NOTES
                if run.text == UNSET:
                    run.font._element.set(MARK, "unset")


def _write(frame, body: tuple[Para, ...], size: int) -> None:
    before = None
    for nth, para in enumerate(body):
        paragraph = frame.paragraphs[0] if not nth else frame.add_paragraph()
        points = size if para.text else EMPTY
        if nth:
            paragraph.space_before = Pt(round(fit.BETWEEN * points))
        if para.listed:
            _bullet(paragraph._p.get_or_add_pPr(), para, before)
        for said in para.runs:
            run = paragraph.add_run()
            run.text = said.text
            run.font.size = Pt(min(size, SOURCE) if para.role == "source" else points)
            if said.field or said.post:
                run.font._element.set(MARK, said.field or f"word-{said.post}")
            if said.bold:
                run.font.bold = True
            if para.role == "right":
                run.font.color.rgb = RIGHT
        before = para


def _bullet(props, para: Para, before: Para | None) -> None:
    """A real list: what reads the slide aloud counts it, and a trainer who adds a line gets the next letter."""
    props.set("marL", str(Pt(fit.INDENT)))
    props.set("indent", str(-Pt(fit.INDENT)))
    if para.role == "point":
        etree.SubElement(props, qn("a:buFont"), typeface="Arial")
        etree.SubElement(props, qn("a:buChar"), char="•")
        return
    etree.SubElement(props, qn("a:buFont"), typeface="+mj-lt")
    kind = etree.SubElement(props, qn("a:buAutoNum"), type="arabicPeriod" if para.role == "number" else "alphaUcPeriod")
    if para.nth > 1 and not (before and before.role == para.role and before.nth == para.nth - 1):
        kind.set("startAt", str(para.nth))


def _chart(holder, chart: Chart) -> None:
    data = CategoryChartData(number_format="#,##0")
    data.categories = [bar.label for bar in chart.bars]
    data.add_series("How many", [bar.value for bar in chart.bars])
    frame = holder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
    frame._element._nvXxPr.cNvPr.set("descr", f"{alt(chart)} {chart.reading}")
    drawn = frame.chart
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.name = Pt(20), "Arial"
    plot = drawn.plots[0]
    plot.vary_by_categories, plot.gap_width = False, 40
    drawn.category_axis.reverse_order = True
    drawn.category_axis.has_major_gridlines = False
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.format.line.fill.background()
    drawn.value_axis.visible = drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.minimum_scale = 0
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.position, labels.number_format, labels.number_format_is_linked = XL_LABEL_POSITION.OUTSIDE_END, "#,##0", False
    labels.show_value, labels.font.size, labels.font.bold = True, Pt(22), True
    for axis in drawn._chartSpace.xpath("//c:axId | //c:crossAx"):  # python-pptx gives them a minus, which the schema refuses
        axis.set("val", axis.get("val").lstrip("-"))


def _sections(show, made: list[Slide], title: str) -> None:
    """The parts of the session as sections, each slide in one."""
    kept = show.element.find(qn("p:extLst"))
    kept = etree.SubElement(show.element, qn("p:extLst")) if kept is None else kept
    ext = etree.SubElement(kept, qn("p:ext"), uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")
    listed = etree.SubElement(ext, f"{{{P14}}}sectionLst", nsmap={"p14": P14})
    held, name = None, None
    for slide, known in zip(made, show.slides._sldIdLst, strict=True):
        if slide.section != name:
            name = slide.section
            section = etree.SubElement(listed, f"{{{P14}}}section", name=name)
            section.set("id", f"{{{str(uuid5(NAMESPACE_URL, f'{title}/{name}')).upper()}}}")
            held = etree.SubElement(section, f"{{{P14}}}sldIdLst")
        etree.SubElement(held, f"{{{P14}}}sldId", id=known.get("id"))


def _say_language(show) -> None:
    """The language on every run, of which most have no properties yet, also in notes, layouts, masters and charts."""
    for part in show.part.package.iter_parts():
        root = getattr(part, "_element", None)
        if root is None:
            continue
        for run in root.iter(qn("a:r"), qn("a:fld")):
            if run.find(qn("a:rPr")) is None:
                run.insert(0, etree.Element(qn("a:rPr")))
        for said in root.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            said.set("lang", LANGUAGE)


def _same_bytes(packed: bytes, dated: date) -> bytes:
    """A zip of the same parts without the time at which it was made, and so the workbooks of charts inside it."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            data = given.read(name)
            if name.endswith(".xlsx"):
                data = _same_bytes(data, dated)
            elif name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(\w+)[^>]*>)[^<]*", rf"\g<1>{dated}T00:00:00Z".encode(), data)
            entry = ZipInfo(name, OLD)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            made.writestr(entry, data)
    return out.getvalue()
