"""The page in a real headless Chromium, over three small documents."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from bot.conversation import ReindexOutcome, ReindexStatus, Reply
from bot.conversation.wording import texts
from retrieval import Answer, Document, NoAnswer, Source
from tests.bot.conversation.fakes import NEWS, TALKS, FakeEngine, FakePictures, bare, line
from tests.bot.pictures import PICTURE
from tests.bot.web.visitor import Visitor, visit

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,900",
)  # fmt: skip
PATIENCE = 20
"""Seconds that a page may take on a machine that is busy with other tests."""

# Text and what it stands on, as the style names them.
PAIRS = (
    ("--ink", "--paper"),
    ("--ink", "--card"),
    ("--soft", "--paper"),
    ("--soft", "--card"),
    ("--accent-strong", "--card"),
    ("--accent-strong", "--accent-wash"),
    ("--on-accent", "--accent"),
    ("--mark-ink", "--mark"),
)

pytestmark = pytest.mark.skipif(
    not (CHROMIUM.exists() and DRIVER.exists()), reason="apt-get install chromium chromium-driver"
)


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(switch)
    driver = Chrome(options=options, service=ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


class Page:
    """What a person at the page sees and does."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    def all(self, selector: str) -> list[WebElement]:
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        found: WebElement = self.until(lambda: next(iter(self.all(selector)), None))
        return found

    def until(self, happens: Callable[[], Any]) -> Any:
        return WebDriverWait(self.chrome, PATIENCE, 0.05, [WebDriverException]).until(lambda _: happens())

    def type(self, text: str) -> None:
        self.one("#question").send_keys(text)

    def messages(self) -> list[str]:
        return [bare(str(reply.get_attribute("textContent"))) for reply in self.all(".reply")]

    def settled(self, count: int) -> list[str]:
        """All replies, once there are `count` of them and none is awaited."""
        self.until(lambda: not self.all("[aria-busy]") and len(self.all(".reply")) == count)
        return self.messages()

    def press(self, label: str) -> None:
        button = self.until(
            lambda: next(b for b in self.all("button") if label in {b.text, b.get_attribute("aria-label")})
        )
        self.chrome.execute_script("arguments[0].click()", button)

    def complaints(self) -> list[str]:
        return [str(entry["message"]) for entry in self.chrome.get_log("browser")]  # type: ignore[no-untyped-call]


def browse(
    chrome: Chrome,
    scenario: Callable[[Page, Visitor], None],
    engine: FakeEngine | None = None,
    pictures: FakePictures | None = None,
) -> None:
    """Open the page in the browser and run a scenario there."""

    async def whole(visitor: Visitor) -> None:
        page = Page(chrome)
        page.complaints()

        def act() -> None:
            chrome.get(visitor.url)
            page.settled(1)
            scenario(page, visitor)

        await asyncio.to_thread(act)

    visit(whole, engine=engine, pictures=pictures)


def test_the_page_welcomes_and_is_ready_to_type_into(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        assert page.messages()[0].startswith("أهلا بك، أنا شاهد.")
        assert page.chrome.switch_to.active_element == page.one("#question")
        assert page.one("html").get_attribute("dir") == "rtl"
        assert page.complaints() == []

    browse(chrome, scenario)


def test_a_question_typed_is_answered_by_quotations_with_their_words_marked(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.type("متى لقاء جنيف؟" + Keys.ENTER)
        page.settled(2)
        assert [bare(asked.text) for asked in page.all(".asked")] == ["متى لقاء جنيف؟"]
        quotes = [str(quote.get_attribute("textContent")) for quote in page.all("blockquote")]
        assert len(quotes) == 3
        assert all(quote in NEWS.text or quote in TALKS.text for quote in quotes)
        marks = [mark.text for mark in page.all("blockquote strong")]
        assert marks == ["لقاء", "جنيف", "10 يناير", "لقاء", "جنيف", "متى", "جنيف"]
        assert bare(page.one(".reply .line").text) == "10 يناير 2022 · يتفق على ذلك مصدران"
        link = page.one("figcaption a")
        assert (link.get_attribute("href"), link.get_attribute("rel"), link.get_attribute("target")) == (
            "https://example.org/talks",
            "noopener noreferrer",
            "_blank",
        )
        assert page.complaints() == []

    browse(chrome, scenario, FakeEngine(line=line()))


def test_the_page_of_a_quotation_is_shown_once_below_its_answer_which_stays(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.type("طحين" + Keys.ENTER)
        answer = page.settled(2)[1]
        page.type("جنيف" + Keys.ENTER)
        page.settled(3)
        for _again in range(2):
            page.press("الصفحة")
            page.until(lambda: len(page.all(".reply")) == 4 and len(page.all("img.picture")) == 1)
        messages = page.messages()
        assert messages[1] == answer
        assert messages[2] == "«دفتر الخباز»، ص 2"
        description = bare(str(page.one("img.picture").get_attribute("alt")))
        assert description.startswith("صورة ص 2 من «دفتر الخباز»، والاقتباس معلم فيها: ")
        assert page.complaints() == []

    browse(chrome, scenario, pictures=FakePictures())


def test_a_picture_is_shown_above_its_text_with_a_description(chrome: Chrome) -> None:
    def scenario(page: Page, visitor: Visitor) -> None:
        async def ask(*_: object) -> Reply:
            return Reply("نص", picture=PICTURE)

        visitor.harness.conversation.ask = ask  # type: ignore[assignment,method-assign]
        page.type("أين جنيف؟" + Keys.ENTER)
        page.settled(2)
        image, text = page.all(".reply:last-child > *")
        assert (image.get_attribute("alt"), text.text) == (PICTURE.description, "نص")
        assert page.until(lambda: image.get_attribute("naturalWidth")) == "3"
        assert page.complaints() == []

    browse(chrome, scenario)


def test_buttons_change_their_message_and_lead_back(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.type("جنيف" + Keys.ENTER)
        answer = page.settled(2)[1]
        page.press("السياق الثاني")
        page.until(lambda: page.messages()[1] != answer)
        page.press("العودة إلى الجواب")
        page.until(lambda: page.messages()[1] == answer)
        page.press("المزيد ◀")
        page.until(lambda: page.messages()[1] != answer)
        assert len(page.messages()) == 2
        assert page.complaints() == []

    browse(chrome, scenario)


def test_a_vote_is_thanked_and_shown_and_can_be_changed(chrome: Chrome) -> None:
    def scenario(page: Page, visitor: Visitor) -> None:
        page.type("طحين" + Keys.ENTER)
        page.settled(2)
        page.press("الجواب مفيد")
        page.until(lambda: page.one(".toast.shown").text == texts.THANKS_GOOD)
        page.press("الجواب غير مفيد")
        page.until(lambda: page.one(".toast.shown").text == texts.THANKS_BAD)
        pressed = {
            vote.get_attribute("aria-label"): vote.get_attribute("aria-pressed") for vote in page.all(".vote")
        }
        assert pressed == {"الجواب مفيد": "false", "الجواب غير مفيد": "true"}
        assert visitor.harness.reindexer.calls == 0

    browse(chrome, scenario)


def test_an_example_is_asked_as_if_it_were_typed(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.press("متى تبدأ المحادثات في جنيف؟")
        replies = page.settled(2)
        assert replies[0].startswith("أهلا بك")
        assert [asked.text for asked in page.all(".asked")] == ["متى تبدأ المحادثات في جنيف؟"]

    browse(chrome, scenario)


def test_a_long_quotation_is_folded_and_unfolds(chrome: Chrome) -> None:
    long = Document("long.txt", "جنيف " + "مدينة على البحيرة " * 60 + ".", Source("جنيف"))

    def scenario(page: Page, _: Visitor) -> None:
        page.type("جنيف" + Keys.ENTER)
        page.settled(2)
        button, quote = page.one(".unfold"), page.one("blockquote")
        folded = quote.size["height"]
        page.chrome.execute_script("arguments[0].click()", button)
        assert quote.size["height"] > folded
        assert (button.text, button.get_attribute("aria-expanded")) == ("طي الاقتباس", "true")
        page.chrome.execute_script("arguments[0].click()", button)
        assert (quote.size["height"], button.get_attribute("aria-expanded")) == (folded, "false")

    browse(chrome, scenario, FakeEngine((long,)))


def test_moderator_commands_work_and_progress_is_streamed(chrome: Chrome) -> None:
    def scenario(page: Page, visitor: Visitor) -> None:
        visitor.harness.reindexer.steps = (0.0, 4.0)
        visitor.harness.reindexer.outcome = ReindexOutcome(ReindexStatus.SWAPPED, 3, 10, (), 4.0)
        page.press("إعادة الفهرسة")
        assert "المحتوى: 3 وثائق، 10 مقاطع" in page.settled(2)[1]
        page.press("الوثائق")
        assert "وثائقي: 3 وثائق" in page.settled(3)[2]
        page.type("/status" + Keys.ENTER)
        assert "بصمة الوثائق: 0123456789ab" in page.settled(4)[3]
        assert page.complaints() == []

    browse(chrome, scenario)


def test_what_looks_like_markup_stays_text(chrome: Chrome) -> None:
    evil = "<img src=x onerror=alert(1)> جنيف <b>😀</b>."
    document = Document("evil.txt", evil, Source("<script>alert(1)</script>", "<i>"))

    def scenario(page: Page, _: Visitor) -> None:
        page.type("<b>جنيف</b>" + Keys.ENTER)
        page.settled(2)
        assert [bare(asked.text) for asked in page.all(".asked")] == ["<b>جنيف</b>"]
        assert bare(str(page.one("blockquote").get_attribute("textContent"))) == evil
        assert [mark.text for mark in page.all("blockquote strong")] == ["جنيف", "b", "b"]
        assert page.all("li img, li script, li i, li b") == []
        assert page.complaints() == []

    browse(chrome, scenario, FakeEngine((document,)))


def test_keys_send_break_lines_recall_and_find_the_field(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        field = page.one("#question")
        assert not page.one("#send").is_enabled()
        page.type("طحين" + Keys.SHIFT + Keys.ENTER + Keys.NULL + "وماء")
        assert field.get_attribute("value") == "طحين\nوماء"
        page.type(Keys.ENTER)
        page.settled(2)
        assert field.get_attribute("value") == ""
        page.type(Keys.ARROW_UP)
        assert field.get_attribute("value") == "طحين\nوماء"
        field.clear()
        page.chrome.execute_script("document.activeElement.blur()")
        page.one("body").send_keys("/")
        assert page.chrome.switch_to.active_element == field
        assert field.get_attribute("value") == ""

    browse(chrome, scenario)


def test_a_lost_connection_is_shown_and_the_question_can_be_repeated(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.chrome.execute_script(
            "window.real = fetch; window.fetch = () => Promise.reject(new TypeError('gone'))"
        )
        page.type("طحين" + Keys.ENTER)
        assert "انقطع الاتصال" in page.settled(2)[1]
        page.chrome.execute_script("window.fetch = window.real")
        page.press("أعد المحاولة")
        page.until(lambda: "طحين وماء" in page.messages()[-1])

    browse(chrome, scenario)


def test_a_page_of_another_run_asks_to_be_loaded_again(chrome: Chrome) -> None:
    def scenario(page: Page, _: Visitor) -> None:
        page.type("طحين" + Keys.ENTER)
        page.settled(2)
        page.chrome.execute_script(
            "window.real = fetch; window.fetch = (path, options) =>"
            " real(path, {...options, headers: {...options.headers, 'X-Shahid-Token': 'old'}})"
        )
        page.press("الجواب مفيد")
        page.until(lambda: "حدثها لتتابع" in page.one(".toast.shown").text)
        page.type("ملح" + Keys.ENTER)
        assert "أعيد تشغيل شاهد" in page.settled(3)[2]
        page.press("حدث الصفحة")
        page.until(lambda: len(page.all(".asked")) == 0)
        page.settled(1)

    browse(chrome, scenario)


def test_an_error_of_ours_is_an_apology_on_the_page(chrome: Chrome) -> None:
    class Broken(FakeEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            if "خطأ" in question:
                raise RuntimeError
            return super().answer(question)

    def scenario(page: Page, _: Visitor) -> None:
        page.type("خطأ" + Keys.ENTER)
        assert page.settled(2)[1].startswith(texts.APOLOGY)

    browse(chrome, scenario, Broken())


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_window(chrome: Chrome, width: int) -> None:
    wide = Document(
        "wide.txt", "جنيف " + "ا" * 300 + " https://example.org/" + "a" * 200, Source("ا" * 200, "b" * 90)
    )

    def scenario(page: Page, _: Visitor) -> None:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 700}
        page.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.type("جنيف" + "ا" * 90 + " جنيف" + Keys.ENTER)
        page.settled(2)
        page.press("الوثائق")
        page.settled(3)
        try:
            read = "const root = document.documentElement; return root.scrollWidth - root.clientWidth"
            assert page.chrome.execute_script(read) == 0
        finally:
            page.chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    browse(chrome, scenario, FakeEngine((wide,)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(chrome: Chrome, scheme: str) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3) in both color schemes."""

    def scenario(page: Page, _: Visitor) -> None:
        scheme_wish = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_wish)
        page.type("جنيف" + Keys.ENTER)
        page.settled(2)
        read = (
            "const style = getComputedStyle(document.documentElement);"
            "return arguments[0].map(name => style.getPropertyValue(name))"
        )
        names = sorted({name for pair in PAIRS for name in pair})
        color = dict(zip(names, page.chrome.execute_script(read, names), strict=True))
        faint = [pair for pair in PAIRS if contrast(color[pair[0]], color[pair[1]]) < 4.5]
        assert faint == []

    browse(chrome, scenario)


def contrast(one: str, other: str) -> float:
    """Contrast of two colors, from 1 to 21, as WCAG 2.1 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color.strip()[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
