"""The words that the tool itself puts on a page, in the languages that a brief can be in."""

from __future__ import annotations

LANGUAGES = ("en", "ru", "tg", "uk", "de", "fr", "es")

TABLE: tuple[tuple[str, ...], ...] = (
    # en, ru, tg, uk, de, fr, es
    ("Abstract", "Аннотация", "Фишурда", "Анотація", "Zusammenfassung", "Résumé", "Resumen"),
    ("Accessed", "дата обращения", "санаи муроҷиат", "дата звернення", "abgerufen am", "consulté le", "consultado el"),
    ("Author", "Автор", "Муаллиф", "Автор", "Autor", "Auteur", "Autor"),
    ("Authors", "Авторы", "Муаллифон", "Автори", "Autoren", "Auteurs", "Autores"),
    ("Conclusion", "Заключение", "Хулоса", "Висновки", "Schluss", "Conclusion", "Conclusión"),
    ("Contact", "Контакт", "Тамос", "Контакт", "Kontakt", "Contact", "Contacto"),
    ("Contents", "Содержание", "Мундариҷа", "Зміст", "Inhalt", "Table des matières", "Índice"),
    ("Credit", "Источник", "Манбаъ", "Джерело", "Bildnachweis", "Crédit", "Crédito"),
    ("Date", "Дата", "Сана", "Дата", "Datum", "Date", "Fecha"),
    ("Determinants", "Факторы", "Омилҳо", "Чинники", "Bestimmungsgrößen", "Déterminants", "Determinantes"),
    ("Equation", "Формула", "Формула", "Формула", "Gleichung", "Équation", "Ecuación"),
    ("Events", "События", "Рӯйдодҳо", "Події", "Ereignisse", "Événements", "Acontecimientos"),
    ("Figure", "Рисунок", "Расм", "Рисунок", "Abbildung", "Figure", "Figura"),
    ("Findings", "Выводы", "Натиҷаҳо", "Результати", "Ergebnisse", "Constats", "Conclusiones"),
    (
        "How to cite",
        "Как цитировать",
        "Тарзи иқтибос",
        "Як цитувати",
        "Zitiervorschlag",
        "Pour citer ce texte",
        "Cómo citar",
    ),
    ("Introduction", "Введение", "Муқаддима", "Вступ", "Einleitung", "Introduction", "Introducción"),
    ("Keywords", "Ключевые слова", "Калидвожаҳо", "Ключові слова", "Schlagwörter", "Mots-clés", "Palabras clave"),
    ("Licence", "Лицензия", "Иҷозатнома", "Ліцензія", "Lizenz", "Licence", "Licencia"),
    (
        "Matrix",
        "Этапы и факторы",
        "Марҳалаҳо ва омилҳо",
        "Етапи та чинники",
        "Phasen und Bestimmungsgrößen",
        "Étapes et déterminants",
        "Etapas y determinantes",
    ),
    ("Note", "Примечание", "Эзоҳ", "Примітка", "Anmerkung", "Note", "Nota"),
    ("Notes", "Примечания", "Эзоҳҳо", "Примітки", "Anmerkungen", "Notes", "Notas"),
    ("Numbers", "Цифры", "Рақамҳо", "Цифри", "Zahlen", "Chiffres", "Cifras"),
    ("Original", "В оригинале", "Дар асл", "В оригіналі", "Im Original", "Texte original", "Original"),
    ("Page", "Страница", "Саҳифа", "Сторінка", "Seite", "Page", "Página"),
    ("Part", "Часть", "Қисм", "Частина", "Teil", "Partie", "Parte"),
    ("Period", "Период", "Давра", "Період", "Zeitraum", "Période", "Período"),
    ("Prepared for", "Подготовлено для", "Таҳия шуд барои", "Підготовлено для", "Verfasst für", "Préparé pour", "Para"),
    ("Question", "Вопрос", "Савол", "Питання", "Fragestellung", "Question", "Pregunta"),
    ("Quotes", "Цитаты", "Иқтибосҳо", "Цитати", "Zitate", "Citations", "Citas"),
    ("Section", "Раздел", "Бахш", "Розділ", "Abschnitt", "Section", "Sección"),
    ("Series", "Серия", "Силсила", "Серія", "Reihe", "Collection", "Serie"),
    (
        "Series editor",
        "Редактор серии",
        "Муҳаррири силсила",
        "Редактор серії",
        "Herausgeber der Reihe",
        "Directeur de la collection",
        "Editor de la serie",
    ),
    ("Slides", "Слайды", "Слайдҳо", "Слайди", "Folien", "Diapositives", "Diapositivas"),
    ("Sources", "Источники", "Сарчашмаҳо", "Джерела", "Quellen", "Sources", "Fuentes"),
    ("Stage", "Этап", "Марҳала", "Етап", "Phase", "Étape", "Etapa"),
    ("Stages", "Этапы", "Марҳалаҳо", "Етапи", "Phasen", "Étapes", "Etapas"),
    ("Table", "Таблица", "Ҷадвал", "Таблиця", "Tabelle", "Tableau", "Tabla"),
    ("Takeaway", "Главное", "Хулоса", "Головне", "Fazit", "À retenir", "Idea clave"),
    ("Timeline", "Хронология", "Солшумор", "Хронологія", "Zeitleiste", "Chronologie", "Cronología"),
    ("Version", "Версия", "Нусха", "Версія", "Fassung", "Version", "Versión"),
    ("and", "и", "ва", "і", "und", "et", "y"),
    ("continued", "продолжение", "идома", "продовження", "Fortsetzung", "suite", "continuación"),
    ("since", "с", "аз", "з", "seit", "depuis", "desde"),
)
"""One row a word, one column a language."""

OWN: dict[str, dict[str, str]] = {"en": {"Matrix": "Stages by determinants"}}
"""Words that are not printed as they are named."""

WORDS: dict[str, dict[str, str]] = {
    language: {row[0]: row[column] for row in TABLE} | OWN.get(language, {})
    for column, language in enumerate(LANGUAGES)
}


def word(name: str, language: str) -> str:
    """The word in that language (a BCP 47 tag), in English where it is not known there, else the name itself."""
    primary = language.partition("-")[0].lower()
    if primary == "en" and name == "Licence" and language.lower().endswith("-us"):
        return "License"
    return WORDS.get(primary, WORDS["en"]).get(name) or WORDS["en"].get(name, name)
