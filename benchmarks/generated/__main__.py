"""Write made-up content folders.

python -m benchmarks.generated OUTPUT --pages 20                         one brief of about twenty pages
python -m benchmarks.generated OUTPUT --varied 200 --first-seed 1         two hundred briefs of all kinds
python -m benchmarks.generated OUTPUT --shelf 300 --first-seed 1          300 of 2 to 40 pages, in all languages
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.generated import LANGUAGES, realistic, varied, write_content


def main() -> None:
    """Write what is asked for, one folder for each brief, and name the folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="the folder that the content folders go into")
    parser.add_argument("--pages", type=int, default=5, help="pages that one brief shall have, about (2 to 400)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="the language of one brief")
    parser.add_argument("--varied", type=int, default=0, metavar="N", help="N briefs of every kind, odd ones too")
    parser.add_argument("--shelf", type=int, default=0, metavar="N", help="N realistic briefs of 2 to 40 pages")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--stages", type=int, help="1 to 12")
    parser.add_argument("--events", type=int, help="0 to 60 for each stage")
    parser.add_argument("--title-words", type=int, help="1 to 40")
    parser.add_argument("--columns", type=int, help="of each table, 1 to 12; 0 for no tables")
    parser.add_argument("--pictures", type=int, help="0 to 9")
    parser.add_argument("--long-words", action="store_true", default=None, help="long unbroken words here and there")
    arguments = parser.parse_args()
    first = arguments.first_seed
    given = {
        name: value
        for name in ("stages", "events", "title_words", "columns", "pictures", "long_words")
        if (value := getattr(arguments, name)) is not None
    }
    if arguments.varied:
        wishes = [varied(first + number) for number in range(arguments.varied)]
    elif arguments.shelf:
        wishes = [
            realistic(2 + (first + number) * 7919 % 39, first + number, LANGUAGES[(first + number) % len(LANGUAGES)])
            for number in range(arguments.shelf)
        ]
    else:
        wishes = [realistic(arguments.pages, first, arguments.language)]
    for wish in wishes:
        print(write_content(replace(wish, **given), arguments.output))


if __name__ == "__main__":
    main()
