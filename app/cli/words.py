"""The catalogs of words: ``python -m app.cli.words update | check | compile``.

Two catalogs: ``messages`` from code and templates, ``forms`` from ``forms/*.yaml``; program and content are
translated by different people. Needs no application and no database.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.core.settings import ROOT
from app.core.text import LOCALES, SOURCE

DOMAINS = {"messages": "app", "forms": "forms"}
"""Each catalog with the folder its words stand in."""
COMPLETE = ("en",)
"""The locales that must never lack a word."""
CITIZENS = ("km", "zh")
"""The locales that only citizens read: they must never lack a word of a form or of :data:`CITIZENS_READ`, and hold
nothing else."""
CITIZENS_READ = (
    "app/web/errors.py",
    "app/web/templates/web/citizen*.html",
    "app/web/templates/web/display.html",
    "app/web/templates/web/queue.html",
    "app/feedback/codes/actions.py",
    "app/feedback/codes/views.py",
    "app/feedback/consultations/taking.py",
    "app/feedback/consultations/views/citizen.py",
    "app/feedback/contact/rules.py",
    "app/feedback/doors/queries.py",
    "app/feedback/doors/views.py",
    "app/feedback/files/incoming.py",
    "app/feedback/files/photos.py",
    "app/feedback/files/queries.py",
    "app/feedback/ratings/actions.py",
    "app/feedback/ratings/rules.py",
    "app/feedback/templates/feedback/doors/[!l]*.html",
    "app/feedback/templates/feedback/opinions/*.html",
    "app/feedback/templates/feedback/tracking/*",
    "app/forms/progress.py",
    "app/forms/templates/forms/preview.html",
    "app/desks/posters.py",
    "app/desks/prints.py",
    "app/desks/slips/sheet.py",
    "app/desks/templates/desks/chooser.html",
    "app/desks/templates/desks/desk_closed.html",
    "app/desks/views/citizen.py",
    "app/responses/page.py",
    "app/responses/promise.py",
    "app/responses/views/*.py",
    "app/responses/interview/views.py",
    "app/responses/paper/sheets.py",
    "app/responses/paper/wording.py",
    "app/responses/templates/responses/[!i]*.html",
)
"""Where the words stand that citizens meet on pages, on tablets and on paper. A sentence elsewhere that can reach them
has the comment ``# Translators: citizens read this`` above it."""
CITIZENS_NOTE = "citizens read this"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_n": (1, 2)}
COMMENT_TAGS = ("Translators:",)
_PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!%)%(?![%(])")
_OWN_HEADER = re.compile(r'^"X-[^"\n]*\\n"\n', re.MULTILINE)
_LAST_HEADER = re.compile(r'^"Generated-By: [^"\n]*\\n"\n', re.MULTILINE)

Key = tuple[str | None, str]
Origin = tuple[tuple[str, ...], tuple[str, ...]]


@click.group(help="Từ ngữ của giao diện và của các mẫu phiếu.")
def group() -> None:
    """The commands below."""


@group.command("update")
@click.option("--add", "new", metavar="NGÔN_NGỮ", help="Bắt đầu một ngôn ngữ mới, ví dụ km.")
@click.option("--root", type=click.Path(path_type=Path), default=ROOT, hidden=True)
def update_command(new: str | None, root: Path) -> None:
    """Thu các từ cần dịch và đưa vào từng bản dịch."""
    if new is not None and new not in LOCALES.keys() - {SOURCE}:
        raise click.ClickException(f"Không có ngôn ngữ “{new}”. Các ngôn ngữ: {', '.join(LOCALES.keys() - {SOURCE})}.")
    for domain in DOMAINS:
        template = extracted(domain, root)
        write_template(template, domain, root)
        for locale in sorted({*locales(root), *([new] if new else [])}):
            merge(for_locale(template, domain, locale), domain, locale, root)
        click.echo(f"{domain}: {len(template)} từ, câu.")


@group.command("check")
@click.option("--root", type=click.Path(path_type=Path), default=ROOT, hidden=True)
def check_command(root: Path) -> None:
    """Báo những từ chưa thu, chưa dịch, dịch sai chỗ điền."""
    found = list(complaints(root))
    for complaint in found:
        click.echo(complaint, err=True)
    if found:
        sys.exit(1)
    click.echo("Từ ngữ đầy đủ.")


@group.command("compile")
@click.option("--root", type=click.Path(path_type=Path), default=ROOT, hidden=True)
def compile_command(root: Path) -> None:
    """Dịch các bản dịch giao diện sang dạng máy đọc, nếu đã cũ."""
    compile_all(root)


def compile_all(root: Path = ROOT) -> None:
    """Write what the running program reads (``messages.mo``) for every translation that is newer than it."""
    for locale in locales(root):
        source = path_of("messages", locale, root)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            buffer = io.BytesIO()
            write_mo(buffer, read(source, locale))
            replace(target, buffer.getvalue())


def locales(root: Path = ROOT) -> list[str]:
    """The locales that have a folder of translations."""
    return sorted(folder.parent.name for folder in (root / "translations").glob("*/LC_MESSAGES"))


def template_path(domain: str, root: Path = ROOT) -> Path:
    """Where a catalog's template lies."""
    return root / "translations" / f"{domain}.pot"


def path_of(domain: str, locale: str, root: Path = ROOT) -> Path:
    """Where a translation lies."""
    return root / "translations" / locale / "LC_MESSAGES" / f"{domain}.po"


def extracted(domain: str, root: Path = ROOT) -> Catalog:
    """Every word that stands in the sources now."""
    folder = DOMAINS[domain]
    with (ROOT / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call]
    catalog = empty(f"# Thước Đo: {domain}.")
    found = extract_from_dir(
        root,
        [(pattern, method) for pattern, method in methods if pattern.startswith(f"{folder}/")],
        options,
        keywords=KEYWORDS,
        comment_tags=COMMENT_TAGS,
        strip_comment_tags=True,
        directory_filter=lambda path: Path(path).relative_to(root).parts[0] == folder,
    )
    for name, line, text, comments, context in found:
        catalog.add(text, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def for_locale(template: Catalog, domain: str, locale: str) -> Catalog:
    """The words that ``locale`` has to have: all of them, or of the interface only what citizens read."""
    if domain == "forms" or locale not in CITIZENS:
        return template
    catalog = empty(template.header_comment)
    catalog.creation_date = template.creation_date
    for message in template:
        if message.id and citizens_read(message):
            catalog[message.id] = message
    return catalog


def citizens_read(message: Message) -> bool:
    """Whether a word of the interface can reach a citizen."""
    places = [place for place, _line in message.locations]
    return CITIZENS_NOTE in message.auto_comments or any(
        fnmatch(place, pattern) for place in places for pattern in CITIZENS_READ
    )


def empty(comment: str, locale: str | None = None) -> Catalog:
    """A catalog with our header and no words."""
    catalog = Catalog(locale, header_comment=comment, project="Thước Đo", version="1", fuzzy=False)
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    return catalog


def write_template(catalog: Catalog, domain: str, root: Path) -> None:
    """Write the template; its date moves only when its words have changed."""
    path = template_path(domain, root)
    before = read(path) if path.exists() else None
    if before is not None and origins(before) == origins(catalog):
        catalog.creation_date = before.creation_date
    else:
        catalog.creation_date = datetime.now(UTC)
    replace(path, written(catalog, domain))


def merge(template: Catalog, domain: str, locale: str, root: Path) -> None:
    """Bring one translation up to date: new words empty, reworded ones fuzzy, old ones kept as obsolete."""
    path = path_of(domain, locale, root)
    if path.exists():
        own_headers = "".join(_OWN_HEADER.findall(path.read_text(encoding="utf-8")))
        catalog = read(path, locale)
    else:
        own_headers = '"X-Citizen-Approved: no\\n"\n'
        catalog = empty(f"# Thước Đo: {domain}, {LOCALES[locale]}.", locale)
        catalog.revision_date = datetime.now(UTC)
    catalog.update(template)
    text = written(catalog, domain).decode()
    replace(path, _LAST_HEADER.sub(lambda last: own_headers + last[0], text, count=1).encode())


def written(catalog: Catalog, domain: str) -> bytes:
    """The catalog as a file. Lines of code move too often to be worth naming; lines of forms are what editors need."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, include_lineno=domain == "forms", include_previous=True)
    return buffer.getvalue()


def read(path: Path, locale: str | None = None) -> Catalog:
    """A catalog from its file. What a reworded text was before, Babel takes for a remark of ours; it goes."""
    with path.open("rb") as stream:
        catalog = read_po(stream, locale=locale)
    for message in catalog:
        message.user_comments = [comment for comment in message.user_comments if not comment.startswith("|")]
    return catalog


def replace(path: Path, content: bytes) -> None:
    """Write a file at once, and only if it changes: two processes may do it at the same time."""
    if path.exists() and path.read_bytes() == content:
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def complaints(root: Path = ROOT) -> Iterator[str]:
    """Everything that ``check`` finds wrong."""
    for domain in DOMAINS:
        fresh = extracted(domain, root)
        path = template_path(domain, root)
        known = origins(read(path)) if path.exists() else {}
        yield from (f"{path.name}: {line}" for line in differences(known, origins(fresh)))
        for locale in sorted({*locales(root), *COMPLETE, *CITIZENS}):
            yield from in_locale(for_locale(fresh, domain, locale), domain, locale, root)


def in_locale(fresh: Catalog, domain: str, locale: str, root: Path) -> Iterator[str]:
    """What is wrong with one translation."""
    path = path_of(domain, locale, root)
    where = f"{locale}/{domain}.po"
    if not path.exists():
        yield f"{where}: chưa có bản dịch; hãy chạy “python -m app.cli.words update --add {locale}”."
        return
    catalog = read(path, locale)
    for message in fresh:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        told = told_of(message)
        if translated is None:
            yield f"{where}: chưa thu “{told}”; hãy chạy “make words”."
        elif locale in (*COMPLETE, *CITIZENS) and (not all(strings_of(translated)) or translated.fuzzy):
            yield f"{where}: chưa dịch (hoặc còn đánh dấu fuzzy) “{told}”."
        elif not same_places(translated):
            yield f"{where}: chỗ điền %(…)s khác với câu gốc “{told}”."


def origins(catalog: Catalog) -> dict[Key, Origin]:
    """What must agree between a template and the sources: texts and comments, not lines and dates."""
    return {
        (message.context, told_of(message)): (ids_of(message), tuple(message.auto_comments))
        for message in catalog
        if message.id
    }


def differences(known: dict[Key, Origin], fresh: dict[Key, Origin]) -> Iterator[str]:
    """The words that one side has and the other has not, or has otherwise."""
    for key in sorted(fresh.keys() | known.keys(), key=str):
        if key not in known:
            yield f"chưa thu “{key[1]}”; hãy chạy “make words”."
        elif key not in fresh:
            yield f"không còn dùng “{key[1]}”; hãy chạy “make words”."
        elif known[key] != fresh[key]:
            yield f"ghi chú đã đổi ở “{key[1]}”; hãy chạy “make words”."


def same_places(message: Message) -> bool:
    """Whether every translation has the places of one of its sources; an empty one has nothing to compare."""
    wanted = [sorted(_PLACES.findall(text)) for text in ids_of(message)]
    return all(sorted(_PLACES.findall(text)) in wanted for text in strings_of(message) if text)


def ids_of(message: Message) -> tuple[str, ...]:
    """The source text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings_of(message: Message) -> tuple[str, ...]:
    """The translation, or each of its plural forms."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def told_of(message: Message) -> str:
    """How a message is called in a complaint."""
    return ids_of(message)[0]


if __name__ == "__main__":
    group()
