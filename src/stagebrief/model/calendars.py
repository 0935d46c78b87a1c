"""Dates as a reader of each language expects them."""

from __future__ import annotations

from dataclasses import dataclass

from stagebrief.model.date import DateRange, PartialDate


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language writes dates.

    `months` stand in a full date, `alone` in one without a day. `day`, `month` are patterns; `since` is for what has
    no end; `bce` follows a year before the common era; `about` is for what is known nearly, `doubt` follows what is
    not sure.
    """

    months: tuple[str, ...]
    alone: tuple[str, ...]
    since: str
    bce: str
    day: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    year: str = "{year}"
    about: str = "~{date}"
    doubt: str = "?"


ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
GERMAN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
FRENCH = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SPANISH = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
RUSSIAN = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
RUSSIAN_ALONE = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
UKRAINIAN = (
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
)
UKRAINIAN_ALONE = (
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
)
TAJIK = (
    "январи",
    "феврали",
    "марти",
    "апрели",
    "майи",
    "июни",
    "июли",
    "августи",
    "сентябри",
    "октябри",
    "ноябри",
    "декабри",
)
PERSIAN = (
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
)

CALENDARS: dict[str, Calendar] = {
    "en": Calendar(ENGLISH, ENGLISH, "since {date}", "BCE", about="c. {date}"),
    "en-us": Calendar(ENGLISH, ENGLISH, "since {date}", "BCE", day="{month} {day}, {year}", about="c. {date}"),
    "de": Calendar(GERMAN, GERMAN, "seit {date}", "v. u. Z.", day="{day}. {month} {year}", about="um {date}"),
    "fr": Calendar(FRENCH, FRENCH, "depuis {date}", "av. n. è.", about="vers {date}"),
    "es": Calendar(
        SPANISH,
        SPANISH,
        "desde {date}",
        "a. e. c.",
        day="{day} de {month} de {year}",
        month="{month} de {year}",
        about="hacia {date}",
    ),
    "ru": Calendar(RUSSIAN, RUSSIAN_ALONE, "с {date}", "до н. э.", about="ок. {date}"),
    "uk": Calendar(UKRAINIAN, UKRAINIAN_ALONE, "з {date}", "до н. е.", about="бл. {date}"),
    "tg": Calendar(TAJIK, TAJIK, "аз {date}", "пеш аз милод", day="{day} {month} {year}", about="тақр. {date}"),
    "fa": Calendar(PERSIAN, PERSIAN, "از {date}", "پ. م.", about="حدود {date}", doubt="؟"),
    "prs": Calendar(PERSIAN, PERSIAN, "از {date}", "پ. م.", about="حدود {date}", doubt="؟"),
}

ISO = Calendar(
    tuple(f"{month:02d}" for month in range(1, 13)),
    tuple(f"{month:02d}" for month in range(1, 13)),
    "{date} –",
    "BCE",
    day="{year}-{month}-{day:02d}",
    month="{year}-{month}",
)
"""For languages whose months are not known here: ISO 8601, which is read everywhere."""

GENITIVE_SINCE = frozenset({"ru", "uk"})
"""Languages in which *since* takes the month in the form that it has in a full date."""


def calendar_of(language: str) -> Calendar:
    """The calendar for a BCP 47 tag."""
    tag = language.lower()
    return CALENDARS.get(tag) or CALENDARS.get(tag.split("-")[0]) or ISO


def format_date(date: PartialDate | DateRange, language: str) -> str:
    """A date or a stretch of time as text: `28 April 2023`, `April–May 2022`, `1992–1997`, `since 2022`."""
    calendar = calendar_of(language)
    if isinstance(date, PartialDate):
        return _one(date, calendar)
    if date.end is None:
        genitive = language.lower().split("-")[0] in GENITIVE_SINCE
        return calendar.since.format(date=_one(date.start, calendar, inflected=genitive))
    if date.single:
        return _one(date.start, calendar)
    return _range(date.start, date.end, calendar)


def _one(date: PartialDate, calendar: Calendar, *, inflected: bool = False) -> str:
    text = _sure(date, calendar, inflected=inflected)
    return (calendar.about.format(date=text) if date.about else text) + (calendar.doubt if date.doubtful else "")


def _sure(date: PartialDate, calendar: Calendar, *, inflected: bool) -> str:
    year = _year(date.year, calendar)
    if not 1 <= date.month <= 12:
        return calendar.year.format(year=year)
    if not date.day:
        months = calendar.months if inflected else calendar.alone
        return calendar.month.format(month=months[date.month - 1], year=year)
    return calendar.day.format(day=date.day, month=calendar.months[date.month - 1], year=year)


def _year(year: int, calendar: Calendar) -> str:
    return str(year) if year > 0 else f"{1 - year} {calendar.bce}"


def _range(start: PartialDate, end: PartialDate, calendar: Calendar) -> str:
    first, last = _one(start, calendar), _one(end, calendar)
    if start.vague or end.vague:
        return f"{first} – {last}"
    same_year = start.year == end.year and calendar is not ISO
    if same_year and start.month and end.month and not start.day and not end.day:
        return calendar.month.format(
            month=f"{calendar.alone[start.month - 1]}–{calendar.alone[end.month - 1]}",
            year=_year(start.year, calendar),
        )
    if same_year and start.month == end.month and start.day and end.day:
        if calendar.day.startswith("{day}"):
            prefix = calendar.day.removeprefix("{day}")
            dot = "." if prefix.startswith(".") else ""
            return f"{start.day}{dot}–{last}"
        month, year = calendar.months[start.month - 1], _year(start.year, calendar)
        return f"{month} {start.day}–{end.day}, {year}"
    if same_year and start.day and end.day:
        undated = calendar.day[: max(calendar.day.find("{day}") + 5, calendar.day.find("{month}") + 7)]
        first = undated.format(day=start.day, month=calendar.months[start.month - 1])
    separator = "–" if " " not in first and " " not in last and calendar is not ISO else " – "
    return f"{first}{separator}{last}"
