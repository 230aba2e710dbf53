"""A form file as plain data, with the line of everything in it.

YAML 1.1 has surprises (``no`` is false, ``012`` is ten, ``1_000`` is a thousand, the second of two equal keys wins,
an alias can blow up a file). None of them gets in: only plain whole numbers and ``true``/``false`` are taken for
anything but text, and whatever YAML would read differently from what stands there is a fault with its line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import yaml

_TYPE_NAMES = {
    "bool": "giá trị đúng/sai",
    "int": "số",
    "float": "số thập phân",
    "null": "giá trị trống",
    "timestamp": "ngày giờ",
    "merge": "phép gộp khóa",
    "value": "ký hiệu riêng",
}

Key = str | int
Place = tuple[Key, ...]
Data = str | int | bool | list["Data"] | dict[str, "Data"]

LARGEST_FILE = 256 * 1024
DEEPEST = 16
_PREFIX = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a file; ``line`` counts from 1."""

    line: int
    place: Place
    message: str


@dataclass(slots=True)
class Tree:
    """What stands in a file: ``data`` (None when unreadable), the line of each place, and the faults met."""

    data: Data | None = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_file(path: Path) -> Tree:
    """Read one file; whatever is wrong with it is in ``faults``, nothing is raised but an ``OSError``."""
    with path.open("rb") as stream:
        raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        return _unreadable(f"Tệp lớn hơn {LARGEST_FILE // 1024} KB; hãy tách thành nhiều mẫu phiếu.")
    try:
        return read_text(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _unreadable("Tệp không phải văn bản UTF-8; hãy lưu lại với mã hóa UTF-8.", line)


def read_text(text: str) -> Tree:
    """Read YAML text strictly; see the module's first lines."""
    try:
        refusal = _refuse(text)
        if refusal is not None:
            return refusal
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _unreadable("Sai cú pháp YAML ở gần dòng này; hãy xem lại thụt lề, dấu hai chấm, dấu ngoặc.", line)
    except yaml.YAMLError:
        return _unreadable("Tệp có ký tự điều khiển mà YAML không cho phép.")
    if node is None:
        return _unreadable("Tệp trống.")
    tree = Tree()
    tree.data = _data(node, (), tree)
    return tree


def _unreadable(message: str, line: int = 1) -> Tree:
    return Tree(faults=[Fault(line, (), message)])


def _refuse(text: str) -> Tree | None:
    """Aliases, several documents and deep nests are met on the event stream, before anything is built from them."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return _unreadable("Không dùng bí danh (*) trong mẫu phiếu; hãy viết đầy đủ.", line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                return _unreadable("Mỗi tệp chỉ chứa một mẫu phiếu; hãy bỏ dấu --- thứ hai.", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return _unreadable("Các mục lồng nhau quá sâu.", line)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _data(node: yaml.Node, place: Place, tree: Tree) -> Data:
    tree.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_data(child, (*place, index), tree) for index, child in enumerate(node.value)]
    return _scalar(node, place, tree)


def _mapping(node: yaml.MappingNode, place: Place, tree: Tree) -> Data:
    found: dict[str, Data] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            tree.faults.append(Fault(line, place, "Tên mục phải là chữ."))
            continue
        key = key_node.value
        if key in found:
            tree.faults.append(Fault(line, (*place, key), f"Mục “{key}” được ghi hai lần."))
            continue
        tree.lines[(*place, key)] = line
        found[key] = _data(value_node, (*place, key), tree)
    return found


def _scalar(node: yaml.Node, place: Place, tree: Tree) -> str | int | bool:
    text: str = node.value
    line = node.start_mark.line + 1
    if unicodedata.normalize("NFC", text) != text:
        message = "Chữ chưa ở dạng Unicode dựng sẵn (NFC); hãy chuyển mã rồi dán lại."
        tree.faults.append(Fault(line, place, message))
    kind = node.tag.removeprefix(_PREFIX)
    if kind == "str":
        return text.removesuffix("\n")
    if kind == "int" and _WHOLE.match(text):
        return int(text)
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    if kind in _TYPE_NAMES:
        message = f"YAML hiểu “{text}” là {_TYPE_NAMES[kind]}; nếu là chữ, hãy đặt trong dấu ngoặc kép."
    else:
        message = "Không dùng nhãn kiểu (!) trong mẫu phiếu."
    tree.faults.append(Fault(line, place, message))
    return text
