"""The words that the tool itself puts on a page, in the languages that a brief can be in."""

from __future__ import annotations

LANGUAGES = ("en", "ru", "tg", "uk", "de", "fr", "es", "fa")

TABLE: tuple[tuple[str, ...], ...] = (
    # en, ru, tg, uk, de, fr, es, fa
    ("Abstract", "Аннотация", "Фишурда", "Анотація", "Zusammenfassung", "Résumé", "Resumen", "چکیده"),
    (
        "Accessed",
        "дата обращения",
        "санаи муроҷиат",
        "дата звернення",
        "abgerufen am",
        "consulté le",
        "consultado el",
        "تاریخ دسترسی",
    ),
    ("Author", "Автор", "Муаллиф", "Автор", "Autor", "Auteur", "Autor", "نویسنده"),
    ("Authors", "Авторы", "Муаллифон", "Автори", "Autoren", "Auteurs", "Autores", "نویسندگان"),
    ("Conclusion", "Заключение", "Хулоса", "Висновки", "Schluss", "Conclusion", "Conclusión", "نتیجه‌گیری"),
    ("Contact", "Контакт", "Тамос", "Контакт", "Kontakt", "Contact", "Contacto", "تماس"),
    ("Contents", "Содержание", "Мундариҷа", "Зміст", "Inhalt", "Table des matières", "Índice", "فهرست"),
    ("Credit", "Источник", "Манбаъ", "Джерело", "Bildnachweis", "Crédit", "Crédito", "منبع تصویر"),
    ("Date", "Дата", "Сана", "Дата", "Datum", "Date", "Fecha", "تاریخ"),
    ("Determinants", "Факторы", "Омилҳо", "Чинники", "Bestimmungsgrößen", "Déterminants", "Determinantes", "عوامل"),
    ("Equation", "Формула", "Формула", "Формула", "Gleichung", "Équation", "Ecuación", "معادله"),
    ("Events", "События", "Рӯйдодҳо", "Події", "Ereignisse", "Événements", "Acontecimientos", "رویدادها"),
    ("Figure", "Рисунок", "Расм", "Рисунок", "Abbildung", "Figure", "Figura", "شکل"),
    ("Findings", "Выводы", "Натиҷаҳо", "Результати", "Ergebnisse", "Constats", "Conclusiones", "یافته‌ها"),
    (
        "How to cite",
        "Как цитировать",
        "Тарзи иқтибос",
        "Як цитувати",
        "Zitiervorschlag",
        "Pour citer ce texte",
        "Cómo citar",
        "شیوهٔ ارجاع",
    ),
    ("Introduction", "Введение", "Муқаддима", "Вступ", "Einleitung", "Introduction", "Introducción", "مقدمه"),
    (
        "Keywords",
        "Ключевые слова",
        "Калидвожаҳо",
        "Ключові слова",
        "Schlagwörter",
        "Mots-clés",
        "Palabras clave",
        "واژگان کلیدی",
    ),
    ("Licence", "Лицензия", "Иҷозатнома", "Ліцензія", "Lizenz", "Licence", "Licencia", "پروانه"),
    (
        "Matrix",
        "Этапы и факторы",
        "Марҳалаҳо ва омилҳо",
        "Етапи та чинники",
        "Phasen und Bestimmungsgrößen",
        "Étapes et déterminants",
        "Etapas y determinantes",
        "مراحل و عوامل",
    ),
    ("Note", "Примечание", "Эзоҳ", "Примітка", "Anmerkung", "Note", "Nota", "یادداشت"),
    ("Notes", "Примечания", "Эзоҳҳо", "Примітки", "Anmerkungen", "Notes", "Notas", "یادداشت‌ها"),
    ("Numbers", "Цифры", "Рақамҳо", "Цифри", "Zahlen", "Chiffres", "Cifras", "ارقام"),
    ("Original", "В оригинале", "Дар асл", "В оригіналі", "Im Original", "Texte original", "Original", "متن اصلی"),
    ("Page", "Страница", "Саҳифа", "Сторінка", "Seite", "Page", "Página", "صفحه"),
    ("Part", "Часть", "Қисм", "Частина", "Teil", "Partie", "Parte", "بخش"),
    ("Period", "Период", "Давра", "Період", "Zeitraum", "Période", "Período", "دوره"),
    (
        "Prepared for",
        "Подготовлено для",
        "Таҳия шуд барои",
        "Підготовлено для",
        "Verfasst für",
        "Préparé pour",
        "Para",
        "تهیه‌شده برای",
    ),
    ("Question", "Вопрос", "Савол", "Питання", "Fragestellung", "Question", "Pregunta", "پرسش"),
    ("Quotes", "Цитаты", "Иқтибосҳо", "Цитати", "Zitate", "Citations", "Citas", "نقل‌قول‌ها"),
    ("Section", "Раздел", "Бахш", "Розділ", "Abschnitt", "Section", "Sección", "بند"),
    ("Series", "Серия", "Силсила", "Серія", "Reihe", "Collection", "Serie", "مجموعه"),
    (
        "Series editor",
        "Редактор серии",
        "Муҳаррири силсила",
        "Редактор серії",
        "Herausgeber der Reihe",
        "Directeur de la collection",
        "Editor de la serie",
        "ویراستار مجموعه",
    ),
    ("Slides", "Слайды", "Слайдҳо", "Слайди", "Folien", "Diapositives", "Diapositivas", "اسلایدها"),
    ("Sources", "Источники", "Сарчашмаҳо", "Джерела", "Quellen", "Sources", "Fuentes", "منابع"),
    ("Stage", "Этап", "Марҳала", "Етап", "Phase", "Étape", "Etapa", "مرحله"),
    ("Stages", "Этапы", "Марҳалаҳо", "Етапи", "Phasen", "Étapes", "Etapas", "مراحل"),
    ("Summary", "Кратко", "Мухтасар", "Стисло", "Auf einen Blick", "En bref", "En breve", "در یک نگاه"),
    ("Table", "Таблица", "Ҷадвал", "Таблиця", "Tabelle", "Tableau", "Tabla", "جدول"),
    ("Takeaway", "Главное", "Хулоса", "Головне", "Fazit", "À retenir", "Idea clave", "نکتهٔ اصلی"),
    ("Timeline", "Хронология", "Солшумор", "Хронологія", "Zeitleiste", "Chronologie", "Cronología", "گاه‌شمار"),
    ("Version", "Версия", "Нусха", "Версія", "Fassung", "Version", "Versión", "نسخه"),
    ("and", "и", "ва", "і", "und", "et", "y", "و"),
    ("continued", "продолжение", "идома", "продовження", "Fortsetzung", "suite", "continuación", "ادامه"),
    ("since", "с", "аз", "з", "seit", "depuis", "desde", "از"),
)
"""One row a word, one column a language."""

OWN: dict[str, dict[str, str]] = {"en": {"Matrix": "Stages by determinants"}}
"""Words that are not printed as they are named."""

SAME_WORDS = {"prs": "fa"}
"""Languages that are written with the words of another: Dari with those of Persian."""

WORDS: dict[str, dict[str, str]] = {
    language: {row[0]: row[column] for row in TABLE} | OWN.get(language, {})
    for column, language in enumerate(LANGUAGES)
}


COMMAS = dict.fromkeys(("fa", "prs", "ar", "ur", "ps"), "، ")
"""What stands between the parts of a list that the tool makes, where it is not a comma and a space."""


def comma(language: str) -> str:
    """What stands between the parts of a list in that language, with the space behind it."""
    return COMMAS.get(language.partition("-")[0].lower(), ", ")


def word(name: str, language: str) -> str:
    """The word in that language (a BCP 47 tag), in English where it is not known there, else the name itself."""
    primary = language.partition("-")[0].lower()
    primary = SAME_WORDS.get(primary, primary)
    if primary == "en" and name == "Licence" and language.lower().endswith("-us"):
        return "License"
    return WORDS.get(primary, WORDS["en"]).get(name) or WORDS["en"].get(name, name)
