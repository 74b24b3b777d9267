"""What of a text GitHub would take for more than text, beside what a comment is made of."""

import re

OURS = [re.compile(r"</?(?:code|details|summary)>"), re.compile(r"&#[0-9]+;"), re.compile(r"\A<!-- benchfolio:[a-z0-9-]+ \w+ -->\n")]
ACTIVE = {
    "HTML": re.compile(r"[<>]"),
    "a mention": re.compile(r"@\w"),
    "a reference": re.compile(r"#\d|\bGH-\d", re.I),
    "code": re.compile(r"`"),
    "an address": re.compile(r"://|www\."),
    "a control character": re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"),
    "what turns the direction of writing": re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"),
}


def active_in(text, site):
    """[(what, where)]; links below the address `site` are ours."""
    text = re.sub(r"\]\(" + re.escape(site) + r"[A-Za-z0-9./-]*\)", "](ours)", text)
    text = re.sub(r"<code>[^<]*</code>", lambda match: re.sub(r"(?i)gh-", "", match.group()), text)  # no reference in code
    for pattern in OURS:
        text = pattern.sub("", text)
    return [(what, match.group()) for what, pattern in ACTIVE.items() if (match := pattern.search(text))]
