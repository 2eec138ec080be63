"""What stands on the practice phone beside what anybody says: the words one may point at to hear; knows no voice."""

from __future__ import annotations

from collections.abc import Iterator

from app.simulator.lesson import Lesson, Text, Widget


def labels(lesson: Lesson) -> Iterator[Text]:
    """Every message on the glass of a lesson and of its twists, once per key; what is typed is none of them."""
    seen: set[str] = set()
    for screen in lesson.every_screen():
        for widget in screen.show:
            for text in _on(widget):
                if text.key not in seen:
                    seen.add(text.key)
                    yield text


def _on(widget: Widget) -> Iterator[Text]:
    for text in (widget.words, widget.text, widget.sub, widget.sender, widget.state, *widget.options):
        if text is not None:
            yield text
    for spot in widget.spots:
        yield spot.part
    for button in widget.buttons:
        yield from _on(button)
