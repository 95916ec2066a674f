"""Random Replies, for property tests: Arabic with marks, digits, Latin, emoji and controls."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.conversation.reply import Button, Reply, ReplySpan, SpanKind

ALPHABET = st.one_of(
    st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىؤئ"),
    st.sampled_from("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"),
    st.sampled_from("0123456789٠١٢٣٥abcXYZ.,،؛؟!«»()-"),
    st.sampled_from("   \n\n"),
    st.sampled_from("😀🏴👩🇪🇬\u200d\ufe0f\U0001d538"),
    st.sampled_from("\u200e\u200f\u2066\u2069\u00a0\u0640\t"),
)

BUTTONS = (
    (Button("السياق", "1:in:a:1"), Button("المزيد", "1:page:a:1")),
    (Button("رابط", url="https://x.y"),),
)


@st.composite
def replies(draw: st.DrawFn, max_size: int = 400) -> Reply:
    """A Reply whose spans are in range; kinds that Telegram lets overlap may."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=max_size))
    spans = []
    for kind in draw(st.lists(st.sampled_from([SpanKind.BOLD, SpanKind.ITALIC, SpanKind.LINK]), max_size=4)):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        spans.append(ReplySpan(kind, start, end, "https://x.y/z" if kind is SpanKind.LINK else None))
    return Reply(text, tuple(spans), draw(st.sampled_from([(), BUTTONS])))
