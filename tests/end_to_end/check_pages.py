#!/usr/bin/env python3
"""Checks every file of a site without a browser: check_pages.py SITE

Links, anchors and orphans; that nothing is fetched from elsewhere; headings; ids; labels of plots and their tables; data
files and feeds that parse; sizes against their budgets; and the HTML itself with tidy, where that is installed.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import atom

KB = 1024
# Of the gzipped file; the first pattern that its path matches counts.
BUDGETS = [(r"\.css$", 8 * KB), (r"\.js$", 12 * KB), (r"^index\.html$", 60 * KB), (r"^b/.*\.html$", 50 * KB), (r"^compare/.*\.html$", 60 * KB),
           (r"\.html$", 40 * KB)]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What tidy 5.6 does not know of HTML and SVG, or would only tidy away; each read and found harmless.
TIDY_UNKNOWN = re.compile(r'<(title|desc)> proprietary attribute "id"|proprietary attribute "(aria-\w+|inert|loading|decoding)"|'
                          r"trimming empty <\w+>")
SVG = "{http://www.w3.org/2000/svg}"
SHOWN = 40


class Element:
    def __init__(self, tag, attributes, parent, line):
        self.tag, self.attributes, self.parent, self.line = tag, attributes, parent, line
        self.children, self.text = [], ""

    def all(self, *tags):
        for child in self.children:
            if child.tag in tags or not tags:
                yield child
            yield from child.all(*tags)

    def within(self, *tags):
        return self.parent is not None and (self.parent.tag in tags or self.parent.within(*tags))

    def enclosing(self, *tags):
        return self.parent if self.parent.tag in ("", *tags) else self.parent.enclosing(*tags)

    def get(self, name):
        return self.attributes.get(name)

    def words(self):
        return (self.text + "".join(child.words() for child in self.children)).strip()


class Document(HTMLParser):
    """The elements of a page as a tree; `problems` lists tags that do not match."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None, 0)
        self.problems = []
        self.feed(text)
        if self.here is not self.root:
            self.problems.append(f"{self.here.line}: <{self.here.tag}> is never closed")

    def handle_starttag(self, tag, attributes):
        names = Counter(name for name, _ in attributes)
        self.problems += [f"{self.getpos()[0]}: <{tag}> has {name} twice" for name, times in names.items() if times > 1]
        element = Element(tag, dict(attributes), self.here, self.getpos()[0])
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.here = self.here.parent

    def handle_endtag(self, tag):
        if self.here.tag != tag:
            self.problems.append(f"{self.getpos()[0]}: </{tag}> ends <{self.here.tag}> of line {self.here.line}")
        elif self.here.parent is not None:
            self.here = self.here.parent

    def handle_data(self, data):
        self.here.text += data


def is_external(url):
    return bool(urlsplit(url).scheme or urlsplit(url).netloc)


class Checker:
    def __init__(self, site):
        self.site = Path(site)
        self.files = sorted(path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file())
        self.pages = {name: Document((self.site / name).read_text()) for name in self.files if name.endswith(".html")}
        self.ids = {name: {element.get("id") for element in page.root.all() if element.get("id")} for name, page in self.pages.items()}
        self.links = {name: set() for name in self.files}
        self.problems = []

    def problem(self, place, text):
        self.problems.append(f"{place}: {text}")

    def check(self):
        for name, page in self.pages.items():
            self.problems += [f"{name}:{problem}" for problem in page.problems]
            self.check_structure(name, page.root)
            self.check_figures(name, page.root)
            self.check_links(name, page.root)
        for name in self.files:
            self.check_budget(name)
            self.check_file(name)
        self.check_orphans()
        self.check_tidy()
        return self.problems

    def check_structure(self, name, root):
        elements = Counter(element.tag for element in root.all() if not element.within("svg"))
        for tag in ("html", "head", "title", "body", "main", "h1"):
            if elements[tag] != 1:
                self.problem(name, f"{elements[tag]} <{tag}>")
        level = 0
        for heading in root.all("h1", "h2", "h3", "h4", "h5", "h6"):
            if int(heading.tag[1]) > level + 1:
                self.problem(f"{name}:{heading.line}", f"<{heading.tag}> follows <h{level}>")
            level = int(heading.tag[1])
        for identity, times in Counter(element.get("id") for element in root.all() if element.get("id")).items():
            if times > 1:
                self.problem(name, f'{times} elements have id="{identity}"')
        if not next(root.all("html")).get("lang"):
            self.problem(name, "no language")
        self.check_references(name, root)

    def check_references(self, name, root):
        for element in root.all():
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list"):
                for identity in (element.get(attribute) or "").split():
                    if identity not in self.ids[name]:
                        self.problem(f"{name}:{element.line}", f'{attribute}="{identity}" names nothing')

    def check_figures(self, name, root):
        for svg in root.all("svg"):
            if svg.get("aria-hidden") != "true" and not svg.within("svg"):
                self.check_svg(f"{name}:{svg.line}", svg.attributes, {child.tag: child.words() for child in svg.children})
        for figure in root.all("figure"):
            tables = [table for details in figure.enclosing("section", "main").all("details") for table in details.all("table")]
            if any(figure.all("svg")) and not tables:
                self.problem(f"{name}:{figure.line}", "a plot without its table of values")

    def check_svg(self, place, attributes, children):
        lowered = {key.lower(): value for key, value in attributes.items()}
        lacking = [key for key in ("width", "height", "viewbox") if not lowered.get(key)]
        lacking += [child for child in ("title", "desc") if not children.get(child)]
        if lowered.get("role") != "img" or lacking:
            self.problem(place, f"<svg role={lowered.get('role')}> lacks {' '.join(lacking) or 'role=img'}")

    def check_links(self, name, root):
        for element in root.all():
            for attribute in ("href", "src", "poster", "data", "action", "xlink:href"):
                if (url := element.get(attribute)) is not None:
                    self.check_link(f"{name}:{element.line}", name, element, url)
            if element.get("srcset") or element.tag in ("iframe", "object", "embed", "base"):
                self.problem(f"{name}:{element.line}", f"<{element.tag}> fetches from who knows where")

    def check_link(self, place, name, element, url):
        if is_external(url):
            allowed = element.tag == "a" and urlsplit(url).scheme in ("http", "https") or url.startswith("data:") \
                or element.tag == "link" and element.get("rel") == "canonical"
            if not allowed:
                self.problem(place, f"<{element.tag}> refers to {url}")
            return
        parts = urlsplit(url)
        target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
        target = join(target, "index.html") if (self.site / target).is_dir() else target
        if url.startswith("/") or target.startswith(".."):
            self.problem(place, f"{url} works only under one path")
        elif target not in self.links:
            self.problem(place, f"{url}: no such file")
        else:
            self.links[name].add(target)
            if parts.fragment and target in self.ids and unquote(parts.fragment) not in self.ids[target]:
                self.problem(place, f"{url}: no such anchor")

    def check_budget(self, name):
        budget = next((size for pattern, size in BUDGETS if re.search(pattern, name)), None)
        size = len(gzip.compress((self.site / name).read_bytes(), 9)) if budget else 0
        if budget and size > budget:
            self.problem(name, f"{size} bytes gzipped, the budget is {budget}")

    def check_file(self, name):
        path = self.site / name
        if name.endswith(".json"):
            json.loads(path.read_text(), parse_constant=lambda token: self.problem(name, f"{token} is no JSON"))
        elif name.endswith((".svg", ".xml")):
            root = ElementTree.parse(path).getroot()
            if root.tag == SVG + "svg":
                self.check_svg(name, root.attrib, {child.tag.removeprefix(SVG): "".join(child.itertext()).strip() for child in root})
            elif name.endswith(".xml"):
                self.problems += [f"{name}: {problem}" for problem in atom.problems(path.read_bytes())]
        if name.endswith((".css", ".svg", ".js")):
            for url in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)|\bfetch\(['\"]([^'\"]+)", path.read_text()):
                if is_external("".join(url)) and not "".join(url).startswith("data:"):
                    self.problem(name, f"refers to {''.join(url)}")

    def check_orphans(self):
        """Whatever no page, and no data file, leads to."""
        seen, queue = set(), ["index.html", "404.html"]
        while queue:
            name = queue.pop()
            if name in seen:
                continue
            seen.add(name)
            queue += self.links.get(name, ())
            if name == "data/index.json":
                listed = json.loads((self.site / name).read_text())["benchmarks"]
                queue += [benchmark[key] for benchmark in listed for key in ("data", "csv", "page") if key in benchmark]
            if name == "data/aside.json":
                queue += [run["data"] for run in json.loads((self.site / name).read_text())["runs"]]
        for name in sorted(set(self.files) - seen):
            if not name.startswith("."):
                self.problem(name, "no page leads here")

    def check_tidy(self):
        if not shutil.which("tidy"):
            print("tidy is not installed: HTML checked for matching tags only")
            return
        for name in self.pages:
            output = subprocess.run(["tidy", "-e", "-q", "-utf8", str(self.site / name)], capture_output=True, text=True, check=False).stderr
            for line in output.splitlines():
                if line.startswith("line") and not TIDY_UNKNOWN.search(line):
                    self.problem(name, f"tidy: {line}")


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    checker = Checker(arguments[0])
    problems = checker.check()
    kinds = Counter(re.sub(r"[^a-z<> ]+", " ", problem.split(": ", 1)[1])[:60] for problem in problems)
    print("\n".join(problems[:SHOWN]))
    if len(problems) > SHOWN:
        print(f"... by kind: {kinds.most_common(15)}")
    print(f"{len(problems)} problems in {len(checker.files)} files, {len(checker.pages)} of them pages")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
