"""What was published and withdrawn, as RSS 2.0 for the portal and for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """One announcement; ``url`` is absolute and never leads to anything else."""

    title: str
    told: str
    url: str
    at: datetime
    guid: str


def rss(title: str, told: str, url: str, own_url: str, language: str, items: Iterable[Item]) -> bytes:
    """The channel (https://www.rssboard.org/rss-specification), with a link to itself as its best practices ask."""
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    for name, text in (("title", title), ("link", url), ("description", told), ("language", language)):
        ET.SubElement(channel, name).text = text
    ET.SubElement(channel, f"{{{ATOM}}}link", href=own_url, rel="self", type="application/rss+xml")
    newest = sorted(items, key=lambda item: item.at, reverse=True)
    if newest:
        ET.SubElement(channel, "lastBuildDate").text = format_datetime(newest[0].at)
    for item in newest:
        entry = ET.SubElement(channel, "item")
        for name, text in (("title", item.title), ("link", item.url), ("description", item.told)):
            ET.SubElement(entry, name).text = text
        ET.SubElement(entry, "pubDate").text = format_datetime(item.at)
        ET.SubElement(entry, "guid", isPermaLink="false").text = item.guid
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
