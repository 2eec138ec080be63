"""A drawing made still for paper: nothing answers, nothing is named twice, nothing that is seen is lost."""

from __future__ import annotations

from app.web.paper import still

DRAWING = (
    '<section class="sim home" aria-label="The phone" data-sim><h2>Top &amp; more</h2>'
    '<button class="s-btn" name="act" value="tap next" data-act="tap next" data-right>'
    '<span data-say>Next</span><svg class="hand" viewBox="0 0 84 104"><path d="M1 2" fill="none"/></svg></button>'
    '<button class="s-tick" role="checkbox" aria-checked="true" data-act="tap a" data-right>A'
    '<svg class="hand" viewBox="0 0 84 104"><g><path d="M1 2"/></g></svg></button>'
    '<label class="s-field"><input name="type card" value="" data-act="type card"></label>'
    '<input type="hidden" name="pin" value="p"><button data-full hidden>Full<b>!</b></button>'
    '<details class="s-pick"><summary data-act="tap x">X</summary></details>'
    '<p id="line" translate="no">a.example</p></section>'
)


def test_what_answers_becomes_plain_and_what_is_touched_is_ringed_with_one_hand() -> None:
    assert still(DRAWING) == (
        '<div class="sim home"><strong>Top &amp; more</strong>'
        '<div class="s-btn here"><span>Next</span>'
        '<svg class="hand" viewBox="0 0 84 104"><path d="M1 2" fill="none"/></svg></div>'
        '<div class="s-tick here checked">A</div>'
        '<div class="s-field"><i class="blank"></i></div>'
        '<div class="s-pick"><div>X</div></div><p translate="no">a.example</p></div>'
    )
