"""The inspecting client finds what each of its rules is for, and nothing on a good page."""

from __future__ import annotations

import pytest

from tests.inspector import RULES, findings

GOOD = """<!doctype html><html lang="en"><head><title>Tap your own face - Bandaojia</title>
<link rel="stylesheet" href="/static/css/learner.css"></head><body>
<h1><span>Tap your </span><span>own face</span></h1><br>
<a href="/home" data-act="tap home"><svg aria-hidden="true"><title>x</title><path d=""/></svg>Home</a>
<form method="post" action="/help"><input type="hidden" name="csrf_token" value="t">
<label>Name <input name="name"></label><button data-act="tap help" aria-label="Help"></button></form>
<button hidden name="act"></button><span lang="zh-Hans-CN">中文</span>
<svg role="img" aria-labelledby="a"><title id="a">A curve</title></svg>
<table><tr><th scope="row">1</th></tr></table><script src="/static/js/speech.js"></script>
</body></html>"""

BROKEN = {
    "one_heading_that_begins_the_title": ("<h1>", "<h2>"),
    "no_id_twice_and_none_that_is_missing": (
        '<svg role="img" aria-labelledby="a">',
        '<svg role="img" aria-labelledby="b">',
    ),
    "every_control_has_a_name": (' aria-label="Help"', ""),
    "every_picture_speaks_or_is_decoration": ('<svg aria-hidden="true">', "<svg>"),
    "every_form_says_how_and_carries_a_token": ('name="csrf_token"', 'name="token"'),
    "no_address_of_others": ('"/home"', '"//evil.example"'),
    "nothing_inline": ("<br>", '<br style="x">'),
    "one_language_and_it_is_told": ("Home</a>", "家</a>"),
    "every_way_of_a_learner_is_an_act": (' data-act="tap home"', ""),
    "every_table_heads_its_cells": (' scope="row"', ""),
}


def test_a_good_page_has_no_findings() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_each_rule_finds_what_it_is_for(rule: str) -> None:
    good, bad = BROKEN[rule]
    assert good in GOOD
    assert {finding.split(":")[0] for finding in findings(GOOD.replace(good, bad, 1))} == {rule}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<br>", "<script>1</script>"),
        ("<br>", '<p onclick="x">'),
        ('id="a"', 'id="a" class="b" data-x="1"><i id="a"></i'),
        ('lang="en"', 'lang="fr"'),
        ("Tap your own face - ", "Wall - "),
    ],
)
def test_other_ways_to_break_a_rule(good: str, bad: str) -> None:
    assert findings(GOOD.replace(good, bad, 1))
