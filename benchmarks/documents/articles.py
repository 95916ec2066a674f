"""Articles of laws that are asked for by number: the share of questions whose first excerpt is that article.

python -m benchmarks.documents.articles [--seed N] [--verbose]

In: eight regulations of our own, each numbered in another way, some with a table of contents, chapters and
references to other articles. Out: of 40 questions, how many get the article first, and alone on its page;
of eight for articles that are not there, how many get none.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retrieval import Answer, Corpus, Document, Engine, NoAnswer, Source

QUESTIONS = 40
ABSENT = 8
_UNITS = ("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة",
          "العاشرة")  # fmt: skip
_TENS = ("العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون")
_SUBJECTS = ("العضو", "المجلس", "المدير", "اللجنة", "المستفيد", "أمين الصندوق", "المراجع", "المورد", "الزائر")
_ACTS = ("يقدم", "يحفظ", "يراجع", "يعلن", "يسلم", "يدفع", "يستلم", "يوقع", "يعتمد", "يبلغ")
_OBJECTS = (
    *("التقرير السنوي", "السجل العام", "قائمة الأصول", "رسم الخدمة", "محضر الاجتماع"),
    *("كشف الحساب", "عقد الإيجار", "طلب القيد", "شهادة الفحص", "بطاقة الدخول"),
)
_TIMES = (
    "خلال عشرة أيام",
    "قبل نهاية الشهر",
    "في مطلع كل سنة",
    "عند الطلب",
    "بعد موافقة الرئيس",
    "بحضور شاهدين",
)


_CHAPTERS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن")


def ordinal(number: int) -> str:
    """A number from 1 to 299 as the ordinal of an article, in words."""
    hundreds, rest = divmod(number, 100)
    behind = ("", " بعد المائة", " بعد المائتين")[hundreds]
    if not rest:
        return ("", "المائة", "المائتان")[hundreds]
    if rest <= len(_UNITS):
        return _UNITS[rest - 1] + behind
    tens, unit = divmod(rest, 10)
    first = {1: "الحادية"}.get(unit, _UNITS[unit - 1] if unit else "")
    if tens == 1:
        return f"{first} عشرة{behind}"
    return (f"{first} و{_TENS[tens - 2]}" if unit else _TENS[tens - 2]) + behind


def arabic(number: int) -> str:
    """A number in Arabic-Indic digits."""
    return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation and how its articles are numbered."""

    title: str
    kind: str
    head: Callable[[int], str]
    articles: int
    has_contents: bool = False
    has_chapters: bool = False


REGULATIONS = (
    Regulation("نظام الجمعية التعاونية", "المادة", lambda n: f"المادة ({n})\n", 60),
    Regulation(
        "لائحة المكتبات العامة", "المادة", lambda n: f"المادة {ordinal(n)}:\n", 120, has_chapters=True
    ),
    Regulation("قانون المرافئ والموانئ", "المادة", lambda n: f"مادة {arabic(n)} - ", 200, has_contents=True),
    Regulation("مجلة الأسواق الأسبوعية", "الفصل", lambda n: f"الفصل {n} – ", 90),
    Regulation("قواعد الدفاع المدني للمدارس", "البند", lambda n: f"البند {ordinal(n)}: ", 30),
    Regulation("اتفاقية النقل بين المدينتين", "المادة", lambda n: f"المادة {n}\n", 45, has_contents=True),
    Regulation("مدونة سلوك العاملين", "المادة", lambda n: f"المادة رقم ({arabic(n)}): ", 75),
    Regulation("نظام السجل العقاري", "المادة", lambda n: f"المــادة {n} :\n", 150, has_chapters=True),
)


def text_of(regulation: Regulation, chance: random.Random) -> tuple[str, dict[int, str]]:
    """The text of a regulation, and of each of its articles."""
    parts = [regulation.title]
    if regulation.has_contents:
        parts += [f"{regulation.kind} {number} .......... {number // 3 + 1}" for number in range(1, 12)]
    articles: dict[int, str] = {}
    for number in range(1, regulation.articles + 1):
        if regulation.has_chapters and number % 20 == 1:
            parts.append(f"الباب {_CHAPTERS[number // 20]}\nأحكام")
        articles[number] = regulation.head(number) + " ".join(_sentences(regulation, chance))
        parts.append(articles[number])
    return "\n\n".join(parts), articles


def _sentences(regulation: Regulation, chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((1, 1, 2, 3))):
        words = (chance.choice(each) for each in (_ACTS, _SUBJECTS, _OBJECTS, _TIMES))
        yield " ".join(words) + "."
    if not chance.randrange(3):
        other = chance.randint(1, regulation.articles)
        yield f"ويسري ذلك مع مراعاة ما ورد في {regulation.kind} {other} من هذا النص."


_FORMS: tuple[Callable[[str, int, str], str], ...] = (
    lambda kind, number, title: f"ما نص {kind} {number} من {title}؟",
    lambda kind, number, title: f"{kind} {ordinal(number)} من {title}",
    lambda kind, number, title: f"ماذا تقول {kind} ({arabic(number)}) في {title}",
    lambda kind, number, title: f"اقرأ لي {kind} رقم {number} من {title}",
    lambda kind, number, title: f"ما الذي تنص عليه {kind} {ordinal(number)} من {title}؟",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many questions got what they should."""

    right: int
    asked: int
    silent: int
    absent: int
    wrong: tuple[str, ...] = ()
    """Questions that did not."""


def run(seed: int) -> Outcome:
    """Ask for articles that are there and for some that are not."""
    chance = random.Random(seed)
    texts = {regulation.title: text_of(regulation, chance) for regulation in REGULATIONS}
    documents = tuple(
        Document(f"{place}.txt", text, Source(title))
        for place, (title, (text, _)) in enumerate(texts.items())
    )
    engine = Engine.of_corpus(Corpus(documents))
    wrong: list[str] = []
    for place in range(QUESTIONS):
        regulation = REGULATIONS[place % len(REGULATIONS)]
        number = chance.randint(1, regulation.articles)
        question = chance.choice(_FORMS)(regulation.kind, number, regulation.title)
        answer = engine.answer(question)
        expected = texts[regulation.title][1][number]
        first = answer.excerpts[0] if isinstance(answer, Answer) else None
        if first is None or first.text != expected or first.source.title != regulation.title:
            wrong.append(question)
    right = QUESTIONS - len(wrong)
    silent = 0
    for regulation in REGULATIONS[:ABSENT]:
        question = f"ما نص {regulation.kind} {regulation.articles + 7} من {regulation.title}؟"
        is_silent = isinstance(engine.answer(question), NoAnswer)
        silent += is_silent
        wrong += [] if is_silent else [question]
    return Outcome(right, QUESTIONS, silent, ABSENT, tuple(wrong))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the shares; returns 1 below 95 %."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents.articles", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other texts and questions")
    parser.add_argument("--verbose", action="store_true", help="list the questions that went wrong")
    options = parser.parse_args(arguments)
    found = run(options.seed)
    silent = f"silent: {found.silent} of {found.absent}"
    sys.stdout.write(f"articles first: {found.right} of {found.asked}; {silent}\n")
    if options.verbose:
        sys.stdout.write("".join(f"{question}\n" for question in found.wrong))
    return 0 if found.right >= 0.95 * found.asked and found.silent == found.absent else 1


if __name__ == "__main__":
    sys.exit(main())
