"""Holds an Atom feed to RFC 4287, with nothing but the standard library: atom.problems(text)."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from urllib.parse import urlsplit

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
# How often an element stands in a feed and in an entry: at least, at most (None: any number). RFC 4287, 4.1.1 and 4.1.2.
IN_FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (1, None), "generator": (0, 1), "link": (1, None), "entry": (0, None)}
IN_ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "link": (1, None), "content": (0, 1)}
HTML_IN_CONTENT = re.compile(r"<(?!/?(?:p|ul|li|a|code)\b)")   # what ours consists of; anything else came out of a name


def problems(text):
    """What is wrong with a feed, a line each."""
    try:
        feed = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f"no XML: {error}"]
    if feed.tag != ATOM + "feed":
        return [f"the root is {feed.tag}"]
    found = of_children(feed, IN_FEED, "feed") + of_links(feed, "feed") + of_self(feed)
    entries = feed.findall(ATOM + "entry")
    for entry in entries:
        found += of_entry(entry)
    ids = Counter(text_of(entry, "id") for entry in entries)
    found += [f"{times} entries have the id {identity}" for identity, times in ids.items() if times > 1]
    found += of_order(feed, entries)
    return found


def text_of(element, name):
    return element.findtext(ATOM + name) or ""


def of_children(element, rules, place):
    """Elements that are there too often, too rarely or not at all in the rules."""
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    found = [f"{place}: <{name}> is unknown" for name in counts if name not in rules]
    for name, (least, most) in rules.items():
        if counts[name] < least or most is not None and counts[name] > most:
            found.append(f"{place}: {counts[name]} <{name}>")
    for name in ("updated", "published"):
        if counts[name] and not TIME.match(text_of(element, name)):
            found.append(f"{place}: <{name}> is {text_of(element, name)!r}")
    if not urlsplit(text_of(element, "id")).scheme:
        found.append(f"{place}: the id {text_of(element, 'id')!r} is no IRI")
    if not text_of(element, "title").strip():
        found.append(f"{place}: no title")
    return found


def of_links(element, place):
    """Every link absolute, one alternate at most of each kind."""
    links = element.findall(ATOM + "link")
    found = [f"{place}: {link.get('href')!r} is no absolute address" for link in links
             if urlsplit(link.get("href") or "").scheme not in ("http", "https") or not urlsplit(link.get("href")).netloc]
    alternates = sum(link.get("rel", "alternate") == "alternate" for link in links)
    return found if alternates == 1 else found + [f"{place}: {alternates} alternate links"]


def of_self(feed):
    own = [link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self"]
    return [] if len(own) == 1 else [f"feed: {len(own)} links to itself"]


def of_entry(entry):
    place = f"entry {text_of(entry, 'title')[:40]!r}"
    found = of_children(entry, IN_ENTRY, place) + of_links(entry, place)
    if text_of(entry, "published") > text_of(entry, "updated"):
        found.append(f"{place}: published after it was updated")
    content = entry.find(ATOM + "content")
    if content is not None:
        if content.get("type") != "html" or len(content):
            found.append(f"{place}: its content is no text of HTML")
        found += [f"{place}: markup in its content: {match.group()}" for match in HTML_IN_CONTENT.finditer(content.text or "")]
    return found


def of_order(feed, entries):
    """The newest first, and the feed as old as its newest entry."""
    times = [text_of(entry, "updated") for entry in entries]
    found = [] if times == sorted(times, reverse=True) else ["feed: its entries are out of order"]
    if times and max(times) != text_of(feed, "updated"):
        found.append("feed: updated at another time than its newest entry")
    return found
