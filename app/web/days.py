"""Says days, clock times and ages as a page's readers say them, by the clock on the village's wall; knows no person."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from flask import Flask

from app.records.folding import CHINA
from app.web import preferences


def dress(app: Flask) -> None:
    """Give every template the filters `day`, `date`, `named`, `weekday`, `month` and `clock`."""
    app.jinja_env.filters.update(day=day, date=dated, named=named, weekday=weekday, month=month, clock=clock)


def day(moment: datetime) -> str:
    """The day of a moment: 9月1日, Sep 1."""
    return str(format_skeleton("MMMd", moment.astimezone(CHINA), locale=preferences.locale()))


def dated(day: date) -> str:
    """A day with its year: 2026年9月1日, Sep 1, 2026."""
    return str(format_date(day, "medium", locale=preferences.locale()))


def clock(moment: datetime) -> str:
    """The time of day of a moment, to the minute."""
    return str(format_time(moment.astimezone(CHINA), "HH:mm", locale=preferences.locale()))


def named(day: date) -> str:
    """A day with its day of the week: 9月3日周四, Thu, Sep 3."""
    return str(format_skeleton("MMMEd", day, locale=preferences.locale()))


def weekday(day: date) -> str:
    """The day of the week in one sign: 四, T."""
    return str(get_day_names("narrow", locale=preferences.locale())[day.weekday()])


def month(day: date) -> str:
    """The month that a day is in, with its year: 2026年9月, September 2026."""
    return str(format_skeleton("yMMMM", day, locale=preferences.locale()))


def week() -> list[str]:
    """The names of the days of the week, Monday first, as a calendar's head says them."""
    names = get_day_names("abbreviated", locale=preferences.locale())
    return [names[day] for day in range(len(names))]
