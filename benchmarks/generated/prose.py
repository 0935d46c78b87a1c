"""Made-up prose as Markdown: paragraphs with citations and notes, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.generated.shelf import Shelf
from benchmarks.generated.tongue import Tongue, capitalised
from benchmarks.generated.wish import Wish

FORMULAS = (
    r"\sum_{i=1}^{n} a_i x_i^2 = \frac{1}{2} \int_0^1 f(t)\,dt",
    r"p_{t+1} = \alpha p_t + (1 - \alpha)\sqrt{q_t}",
    r"\lim_{n \to \infty} \left(1 + \frac{r}{n}\right)^{n} = e^{r}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} x = \lambda x",
)
SHORT_FORMULAS = ("$x^2 + y^2$", r"$\alpha \le 0.05$", r"$n = 290$", r"$\frac{a}{b}$")


@dataclass(slots=True)
class Writer:
    """Writes the prose of one brief; `labels` numbers what can be referred to."""

    wish: Wish
    rng: Random
    tongue: Tongue
    shelf: Shelf
    labels: int = 0
    written: list[str] = field(default_factory=list)

    def file(self, words: int, ornaments: list[str], heading_every: int = 6) -> str:
        """A file of about so many words, with the ornaments at places of their own."""
        blocks: list[str] = []
        count = 0
        while count < words:
            if blocks and heading_every and len(blocks) % heading_every == 0:
                blocks.append(f"# {self.tongue.title(self.wish.title_words)}")
            blocks.append(self.paragraph())
            count += len(blocks[-1].split())
        behind = [index for index, block in enumerate(blocks, start=1) if not block.startswith("#")]
        for ornament in ornaments:
            blocks.insert(self.rng.choice(behind) if behind else 0, ornament)
            behind = [index for index, block in enumerate(blocks, start=1) if not block.startswith("#")]
        return "\n\n".join(blocks) + "\n"

    def paragraph(self) -> str:
        """A paragraph with citations, sometimes a note, a formula, emphasis."""
        rng = self.rng
        sentences = [self.tongue.sentence() for _ in range(rng.randint(3, 6))]
        for index, sentence in enumerate(sentences):
            text = sentence
            if rng.random() < 0.18:
                text = f"{text[:-1]} {self.shelf.citation()}."
            elif rng.random() < 0.05:
                text += f"^[{self.tongue.sentence()[:-1]} {self.shelf.citation()}.]"
            elif rng.random() < 0.04:
                text = f"{text[:-1]} ({rng.choice(SHORT_FORMULAS)})."
            elif rng.random() < 0.1:
                words = text.split(" ")
                place = rng.randrange(len(words) - 1)
                if words[place].isalpha():
                    words[place] = f"*{words[place]}*"
                text = " ".join(words)
            sentences[index] = text
        return " ".join(sentences)

    def label(self, kind: str) -> str:
        """A label that nothing else has."""
        self.labels += 1
        return f"{kind}:{kind}{self.labels}"

    def table(self, columns: int) -> str:
        """A table with a caption and a sentence that refers to it; the words of many columns are short."""
        label, wide = self.label("tbl"), columns > 5
        word, largest = (self.tongue.short_word, 999) if wide else (self.tongue.term, 99_999)
        rows = [[capitalised(word()) for _ in range(columns)], [":-----", *["------:"] * (columns - 1)]]
        for _ in range(self.rng.randint(2, 7)):
            rows.append([word(), *(f"{self.rng.randint(1, largest)}" for _ in range(columns - 1))])
        drawn = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return f"{drawn}\n\n: {self.tongue.title(6)} {{#{label}}}\n\n@{label}: {self.tongue.sentence()}"

    def list(self) -> str:
        """A list with or without numbers, or of definitions."""
        kind = self.rng.randrange(3)
        if kind == 2:
            return "\n\n".join(f"{capitalised(self.tongue.term())}\n: {self.tongue.sentence()}" for _ in range(2))
        return "\n".join(f"{'-' if kind else f'{n}.'} {self.tongue.claim()}" for n in range(1, self.rng.randint(3, 6)))

    def quotation(self) -> str:
        """A quotation of some lines with its source."""
        return f"> {self.tongue.sentences(2)} {self.shelf.citation()}"

    def pull_quote(self) -> str:
        """Words set apart."""
        return f"::: pullquote\n{self.tongue.claim()}.\n:::"

    def formula(self) -> str:
        """A displayed formula with a label, and a sentence that refers to it."""
        label = self.label("eq")
        return f"$$\n{self.rng.choice(FORMULAS)}\n$$ {{#{label}}}\n\n@{label}: {self.tongue.sentence()}"

    def frame(self) -> str:
        """A frame of the author's own, with a note for the speaker."""
        points = "\n".join(f"- {self.tongue.claim()}" for _ in range(3))
        notes = f"::: notes\n{self.tongue.sentence()}\n:::"
        return f"::: slide {self.tongue.title(min(self.wish.title_words, 12))}\n{points}\n\n{notes}\n:::"

    def figure(self, file: str) -> str:
        """A picture with caption and credit."""
        label = self.label("fig")
        width = self.rng.choice(("40%", "60%", "80%", "100%"))
        alt, credit = self.tongue.fixed("alt"), self.tongue.word("people")
        attributes = f'#{label} width={width} alt="{alt}" credit="{credit}"'
        return f"![{self.tongue.title(7)}]({file}){{{attributes}}}\n\n@{label}: {self.tongue.sentence()}"
