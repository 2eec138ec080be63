"""Every sentence the model can say about a choice, as English msgids with named places; knows no language but this one.

The caller translates the msgid, then fills the places: ``gettext(msgid) % args`` (ids of skills and tasks in args are
translated to their names first). A code is only given out when the model's own numbers make its sentence true.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

AUDIENCES: tuple[str, ...] = ("learner", "volunteer", "trainer")

READY = (
    "About %(percent)s %% of its steps should go well alone.",
    "Expected share of its steps done alone: %(percent)s %%.",
)
"""What a volunteer and a trainer are told of a task for which somebody is ready, and of one that they wish for: the
same, for what people want is shown as totals only (docs/decisions/0022)."""

SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "first_meeting": (
            "This step is new, so I will show you how it goes.",
            "First time at this step, so it is shown.",
            "First meeting of this step: shown. P(alone) %(percent)s %%.",
        ),
        "known_skill": (
            "This step is new, but you have done “%(skill)s” before, so you get a little less help.",
            "New step, but “%(skill)s” went well %(times)s times before, so less help.",
            "First meeting, but %(times)s successes with “%(skill)s” raise P(alone) to %(percent)s %%.",
        ),
        "fade": (
            "You did this step well with help, so now you get a little less help.",
            "Right twice running at this step with help, so the help steps back.",
            "Two successes in a row with help on this step: support fades one level. P(alone) %(percent)s %%.",
        ),
        "watched_once": (
            "You have seen how this step goes. Now you try, and I point the way.",
            "Followed this step once when it was shown, so now guided.",
            "Followed the demonstration: from shown to guided. P(alone) %(percent)s %%.",
        ),
        "two_slips": (
            "This step was tricky the last two times, so you get more help. That is quite all right.",
            "Slipped twice running at this step, so more help.",
            "Two slips in a row on this step: one level more support. P(alone) %(percent)s %%.",
        ),
        "asked_twice": (
            "You asked for help here the last two times, so it comes by itself now.",
            "Asked for help twice running at this step, so help comes sooner.",
            "Help taken twice in a row here: one level more support; help is no slip. P(alone) %(percent)s %%.",
        ),
        "slips_stay": (
            "This step was tricky the last two times, so all the help stays. That is quite all right.",
            "Slipped twice running at this step, so all the help stays.",
            "Two slips in a row on this step: the most support stays. P(alone) %(percent)s %%.",
        ),
        "asked_stay": (
            "You asked for help here the last two times, so it stays with you.",
            "Asked for help twice running at this step, so the help stays.",
            "Help taken twice in a row here: the most support stays; help is no slip. P(alone) %(percent)s %%.",
        ),
        "done_step": (
            "You have done this step yourself before.",
            "Did this step without a slip %(times)s times, so the help stays back.",
            "%(times)s successes on this step speak most for P(alone) %(percent)s %%.",
        ),
        "done_skill": (
            "You have done “%(skill)s” well in other places.",
            "“%(skill)s” went well %(times)s times, so the help stays back.",
            "%(times)s successes with “%(skill)s” speak most for P(alone) %(percent)s %%.",
        ),
        "doing_well": (
            "It has been going well, so you get less help here.",
            "Going well on the whole: %(times)s steps right, so the help stays back.",
            "%(times)s successes overall speak most for P(alone) %(percent)s %%.",
        ),
        "easy_step": (
            "This step is one of the easier ones.",
            "An easier step, so the help stays back.",
            "The step's low difficulty speaks most for P(alone) %(percent)s %%.",
        ),
        "slip_step": (
            "This step was tricky last time, so I help a little more.",
            "Slipped at this step before (%(slips)s), so more help.",
            "%(slips)s slips on this step speak most against: P(alone) %(percent)s %%.",
        ),
        "slip_skill": (
            "“%(skill)s” takes a little practice, so I help a little more.",
            "“%(skill)s” has led to slips (%(slips)s), so more help.",
            "%(slips)s slips with “%(skill)s” speak most against: P(alone) %(percent)s %%.",
        ),
        "finding_hard": (
            "We go gently here, with a little more help.",
            "Several slips lately (%(slips)s in all), so more help.",
            "%(slips)s slips overall speak most against: P(alone) %(percent)s %%.",
        ),
        "long_ago": (
            "It has been a while since you last did this, so I help a little more.",
            "%(days)s days since this step, so more help.",
            "%(days)s days since this step; forgetting speaks most against: P(alone) %(percent)s %%.",
        ),
        "hard_step": (
            "This step is one of the harder ones, so I help a little more.",
            "A harder step, so more help.",
            "The step's difficulty speaks most against: P(alone) %(percent)s %%.",
        ),
        "something_new": (
            "Something is different this time, so I help a little more.",
            "A twist at this step, so more help.",
            "The twist speaks most against: P(alone) %(percent)s %%.",
        ),
        "full_screen": (
            "The screen is fuller than before, so I help a little more.",
            "True size and crowded, so more help.",
            "The clutter of the true-size screen speaks most against: P(alone) %(percent)s %%.",
        ),
        "not_yet_alone": (
            "You have not done this step by yourself yet, so the help stays with you.",
            "Not done without help yet, so the help stays.",
            "No success without help on this step yet. P(alone) %(percent)s %%.",
        ),
        "little_known": (
            "We take this step by step.",
            "Not enough seen yet to change the help.",
            "Little evidence yet: support stays. P(alone) %(percent)s %%.",
        ),
        "ladder": (
            "Each time you do this step, you get a little less help.",
            "Fixed ladder: a little less help after each success.",
            "The model is switched off: fixed ladder by successes on this step.",
        ),
        "check": (
            "You have done “%(skill)s” before. Try it your own way; help is there when you want it.",
            "Last met “%(skill)s” %(days)s days ago: tried without support, help stays there.",
            "Check of “%(skill)s” after %(days)s days, true size, no support. P(alone) %(percent)s %%.",
        ),
        "trial": (
            "You know this task, so something comes up on the way. Judge for yourself; help is there when you want it.",
            "Knows this task, so something comes up on the way, true or false. Nothing is shown, help stays there.",
            "Trial inside a known task: planned without support whatever P(alone) is; help stays there.",
        ),
        "sit_unseen": (
            "Somebody will sit with you today.",
            "Nobody has sat with them for %(times)s class days.",
            "Unseen for %(times)s class days: fairness comes first.",
        ),
        "sit_step": (
            "Somebody will sit with you today.",
            "About to meet a step that they manage alone about %(percent)s times in a hundred.",
            "Lowest P(alone) of the coming steps: %(percent)s %%.",
        ),
        "sit_fine": (
            "You manage well on your own today.",
            "Likely to manage most of it alone, and could help a neighbour.",
            "Expected share of the coming steps alone: %(percent)s %%. Hands time on.",
        ),
        "turn_on": (
            "It is your turn.",
            "Their turn goes on.",
            "The turn that began goes on.",
        ),
        "turn_first": (
            "You are next.",
            "You put them first.",
            "Put first by hand; the plan obeys.",
        ),
        "turn_early": (
            "You are among the first, so that you need not wait.",
            "First in the help order, so their turn comes early.",
            "First in the help order: among those who had less than the least, their turn comes early.",
        ),
        "turn_short": (
            "It is your turn.",
            "Time is short today: everybody gets a turn of %(minutes)s minutes.",
            "Ten minutes for everybody do not fit any more: turns of %(minutes)s.",
        ),
        "turn_least": (
            "It is your turn.",
            "At a tablet for %(minutes)s minutes today; everybody gets ten before anybody gets more.",
            "Has acted for %(minutes)s minutes today; ten for everybody come first.",
        ),
        "turn_behind": (
            "You get another turn, so that it stays with you.",
            "Less goes well without help yet than for half of those here, so they get longer.",
            "Mean P(alone) %(percent)s %% over the steps of the class, below its middle: gets minutes handed on.",
        ),
        "turn_again": (
            "There is time for another turn.",
            "Everybody has had ten minutes and there is time; they have had %(minutes)s.",
            "Time is left beyond ten minutes for everybody; has acted for %(minutes)s.",
        ),
        "turn_even": (
            "There is time for another turn.",
            "There is time for another turn; they have had %(minutes)s minutes.",
            "The model is switched off: equal minutes. Has acted for %(minutes)s.",
        ),
        "beside_helps": (
            "You know much of this, so you sit beside and watch.",
            "Manages more of it without help, so a good neighbour to ask.",
            "P(alone) is higher by a tenth or more: a neighbour who may say, not tap.",
        ),
        "beside_waits": (
            "You watch this time, and act in your own turn.",
            "Has no turn meanwhile, and sees how it goes.",
            "Free meanwhile; watching counts for nobody.",
        ),
        "suggest_unfinished": (
            "You were in the middle of this one.",
            "Started and not yet finished.",
            "Suggested because it was started and not finished.",
        ),
        "suggest_due": (
            "Doing it again today will help you keep it.",
            "Time to do it again: last played %(days)s days ago.",
            "Suggested because its review is due (last played %(days)s days ago).",
        ),
        "suggest_wanted": (
            "You said you would like to do this yourself.",
            READY[0],
            READY[1],
        ),
        "suggest_ready": (
            "You already know much of what this needs.",
            READY[0],
            READY[1],
        ),
        "suggest_weak_skill": (
            "Good practice for “%(skill)s”.",
            "Trains “%(skill)s”, which has led to slips (%(slips)s).",
            "Suggested because it trains “%(skill)s” (%(slips)s slips so far).",
        ),
        "suggest_new": (
            "A good one to begin with.",
            "Not played yet; nothing it needs is missing.",
            "Suggested because it is new and asks for nothing that has not been finished.",
        ),
        "suggest_open": (
            "You can try this one any time.",
            "Not finished yet, nor is some of what it needs; nothing is more pressing.",
            "Suggested because nothing is more pressing; what it needs only advises.",
        ),
        "suggest_again": (
            "You know this one. Do it again for pleasure.",
            "Finished before (%(times)s times); good for confidence.",
            "Suggested as a repetition: finished %(times)s times, nothing more pressing.",
        ),
    }
)
"""Code -> sentences for learner, volunteer, trainer."""


def msgid(code: str, audience: str) -> str:
    """The English template of a reason for an audience; KeyError or ValueError for an unknown one."""
    return SENTENCES[code][AUDIENCES.index(audience)]


def sayable(code: str, args: Mapping[str, Any]) -> bool:
    """Whether a reason can be said to everybody: its code is known and nothing that its sentences name is missing."""
    try:
        return all(isinstance(sentence % dict(args), str) for sentence in SENTENCES[code])
    except (KeyError, TypeError, ValueError):
        return False


def all_msgids() -> tuple[str, ...]:
    """Every template, for completeness of translations."""
    return tuple(sentence for three in SENTENCES.values() for sentence in three)
