"""Every text of the bot itself: Modern Standard Arabic, short and kind.

Counted nouns come from `grammar`, quotations from documents. No other module has texts for people.
"""

from __future__ import annotations

from bot.conversation.wording.grammar import CHARACTER, DAY, SECOND, SOURCE, count, isolate

WELCOME_TITLE = "أهلا بك، أنا شاهد."
WELCOME = (
    "اسألني، فأجيبك بنص مقتبس كما ورد في مصدره، ومعه اسم المصدر وتاريخه. لا أعيد صياغة شيء، "
    "وإن لم أجد جوابا قلت لك ذلك."
)
WELCOME_EXAMPLES = "اكتب سؤالك بكلماتك، أو ابدأ بأحد هذه الأسئلة:"
WELCOME_PLAIN = "اكتب سؤالك بكلماتك."
WELCOME_ENGLISH = "I answer questions in Arabic with verbatim, sourced quotations."
PASSAGE_GONE = "لم أعد أجد هذا المقطع في وثائقي، فلعلها تغيرت."

HELP_TITLE = "كيف تسأل شاهد؟"
HELP = (
    "اكتب سؤالك كما تسأل صديقا: متى، أين، من، كم، لماذا… ولا حاجة إلى التشكيل.\n"
    "أبحث في وثائقي وأعرض ما يجيب بنصه، وتحت كل اقتباس مصدره.\n"
    "زر «السياق» يريك الاقتباس بين ما قبله وما بعده، و«الصفحة» صورة صفحته في ملف PDF، و«المزيد» يأتي "
    "باقتباسات أخرى، "
    "وبالزرين 👍 و👎 تخبرني هل أفاد الجواب."
)
HELP_GROUP = (
    "في المجموعات أجيب من يكتب السؤال بعد الأمر {ask}، أو يذكر اسمي في رسالته، أو يرد على رسالة من "
    "رسائلي. ومن رد بالأمر {ask} وحده على رسالة غيره أجبته عما فيها."
)
HELP_COMMANDS = (
    ("وثائقي ومصادرها", "/sources"),
    ("ما أحفظه وما لا أحفظه", "/privacy"),
    ("هذه المساعدة", "/help"),
)
HELP_MODERATOR_COMMANDS = (
    ("حال الفهرس", "/status"),
    ("إعادة الفهرسة", "/reindex"),
    ("العودة إلى الفهرس السابق", "/rollback"),
)

GREETING = "أهلا بك! أنا شاهد: اسألني عما في وثائقي، فأجيبك بنص مقتبس ومصدره."
NO_WORDS = "لم أجد في رسالتك كلمات أبحث عنها. اكتب سؤالا عما تريد أن تعرفه."
NOT_FOUND = "بحثت في وثائقي فلم أجد ما يجيب عن سؤالك."
WEAK = "وجدت ما يقارب كلمات سؤالك، ولم أجد ما يجيب عنه، فلن أقتبس لك ما قد يضلل."
EMPTY_CORPUS = "ليس عندي وثائق بعد، فلا أستطيع أن أجيب. يضيفها مشرف ثم يعيد الفهرسة."
NEAREST = "أقرب العناوين عندي:"
HINT = "جرب كلمات أخرى، أو اسما أو مكانا تعرفه."
EXAMPLE = "مثلا:"
QUESTION = "السؤال: {question}"

AGREE = "يتفق على ذلك {sources}"
OTHERS = "وفي مصادر أخرى: {values}"
PAGE_OF_DOCUMENT = "ص {page}"
ALSO_IN = "ونشره أيضا: {names}"
AND_MORE = "وغيرها"

CONTEXT = "السياق"
ORDINALS = ("الأول", "الثاني", "الثالث")
PROOF = "الصفحة"
PROOF_OF = "صفحة"
MORE = "المزيد ◀"
BACK_PAGE = "▶ السابق"
READ_BEFORE = "▶ ما قبله"
READ_AFTER = "ما بعده ◀"
BACK_TO_ANSWER = "العودة إلى الجواب"
NEXT_PAGE = "التالي ◀"
ALL_SOURCES = "كل الوثائق"
STATUS_BUTTON = "حال الفهرس"
GOOD = "👍"
BAD = "👎"

THANKS_GOOD = "شكرا لك، يسرني أنه أفادك."
THANKS_BAD = "شكرا لك، رأيك يعين على التحسين."
ASK_AGAIN = "هذا الجواب قديم أو تغيرت وثيقته. أعد سؤالك من فضلك."
NOTHING_BEFORE = "هذا أول الوثيقة."
NOTHING_AFTER = "هذا آخر الوثيقة."
NO_MORE_PAGES = "لا شيء بعد هذا."

PROOF_DESCRIPTION = "صورة ص {page} من «{title}»"
PROOF_MARKED = "{description}، والاقتباس معلم فيها: {quotation}"
PROOF_UNMARKED = "لم أستطع أن أعين موضع الاقتباس بدقة، فهذه صفحته كلها."
PROOF_GOES_ON = "وتتمة الاقتباس في ص {page}."
PROOF_COMING = "أرسم لك صفحة الآن، فانتظرها قليلا من فضلك."
NO_PROOF = {
    "gone": "لم أعد أجد ملف هذه الوثيقة، فلا أستطيع أن أريك صفحتها.",
    "changed": "تغير ملف هذه الوثيقة منذ قرأته، فلم أجد الاقتباس في صفحته.",
    "failed": "تعذر علي رسم هذه الصفحة. ويبقى الاقتباس ومصدره كما رأيت.",
    "slow": "طال رسم الصفحة أكثر مما ينبغي فأوقفته. حاول بعد قليل من فضلك.",
    "busy": "أرسم صفحات كثيرة الآن. حاول بعد قليل من فضلك.",
}
"""Why there is no picture of a page, by the value of `NoPicture`."""

SLOW_DOWN = "أسئلتك كثيرة في وقت قصير. أمهلني قليلا ثم اسأل من جديد، من فضلك."
CHAT_SLOW_DOWN = "كثرت الأسئلة هنا في وقت قصير. أمهلوني قليلا ثم اسألوا من جديد، من فضلكم."
PRESSES_SLOW_DOWN = "ضغطات كثيرة في وقت قصير. أمهلني قليلا من فضلك."
MISSED = "تعذر الاتصال بي حين كتبتم، وفات وقت الجواب عما سبق. أعيدوا السؤال من فضلكم إن كان يهمكم."
TOOK_TOO_LONG = "طال البحث أكثر مما ينبغي فأوقفته. اكتب السؤال بكلمات أقل من فضلك."
REFUSAL = "هذا الأمر للمشرفين وحدهم. ويسعدني أن أجيب عن أسئلتك."
APOLOGY = "عذرا، وقع خطأ عندي ولم أستطع أن أجيب. حاول مرة أخرى بعد قليل."
RETRY = "أعد المحاولة"
RETRY_GONE = "لم أعد أرى سؤالك. أرسله من جديد من فضلك."
APOLOGY_REFERENCE = "رقم الخطأ: {reference}"

INLINE_EMPTY = "اكتب سؤالك لأعرض الاقتباسات"
INLINE_SLOW_DOWN = "أمهلني قليلا من فضلك"
INLINE_NOTHING = "لم أجد جوابا، اسألني في الخاص"

SOURCES_TITLE = "وثائقي: {documents}"
SOURCES_EMPTY = "ليس عندي وثائق بعد."
PAGE_COUNT = "الصفحة {page} من {pages}"

PRIVACY_TITLE = "ما أحفظه وما لا أحفظه"

STATUS_TITLE = "حال الفهرس"
STATUS_HOLDINGS = "المحتوى: {documents}، {passages}"
STATUS_BUILT = "آخر فهرسة: {time} بالتوقيت العالمي، {age}"
STATUS_WARNING = "تنبيه: لا يطابق هذا الفهرس مجلد الوثائق الآن."
STATUS_VOTES = "الآراء: 👍 {good}، 👎 {bad}"
STATUS_DIGEST = "بصمة الوثائق: {digest}"
STATUS_STORE = "تنبيه: {reason}، فأحفظ الجديد في الذاكرة وأجيب كالمعتاد. {advice}"
STATUS_STORE_REASONS = {
    "full": ("امتلأ القرص", "أفسح فيه مكانا، فأكتب كل شيء من غير إعادة تشغيل."),
    "read-only": ("لا أستطيع الكتابة في مجلد البيانات", "راجع أذونه، فأكتب كل شيء من غير إعادة تشغيل."),
    "locked": ("برنامج آخر يقفل قاعدة البيانات", "أكتب كل شيء حين يفتحها."),
    "corrupt": ("ملف قاعدة البيانات تالف", "انقله من مكانه أو أعد نسخة احتياطية، فأتابع من غير إعادة تشغيل."),
    "newer": ("قاعدة البيانات لإصدار أحدث مني", "حدث البرنامج أو أعد نسخة احتياطية."),
    "deleted": ("حذف ملف قاعدة البيانات", "أنشئها من جديد الآن."),
    "unreachable": ("خادم قاعدة البيانات لا يجيب", "أكتب كل شيء حين يعود."),
    "other": ("قاعدة البيانات لا تعمل", "السبب في السجل."),
}
"""What is wrong with the database, and what to do, by the value of `StoreTrouble`."""
STATUS_NOTHING_SKIPPED = "قرأت الملفات كلها."
STATUS_SKIPPED = "ما لم أقرأه: {files}"
STATUS_NOTED = "ما قرأته مع ملاحظات: {files}"
STATUS_LEFTOVERS = "بقايا ليست وثائق: {files}"

REINDEX_RUNNING = "أعيد الفهرسة الآن، وما زلت أجيب عن الأسئلة."
REINDEX_STAGES = {"reading": "أقرأ الوثائق", "indexing": "أبني الفهرس", "checking": "أفحص الفهرس الجديد"}
REINDEX_OF = "{done} من {total}"
REINDEX_DONE = "تمت إعادة الفهرسة {after}، والفهرس الجديد يجيب الآن."
REINDEX_UNCHANGED = "الوثائق كما كانت، فبقي الفهرس كما هو."
REINDEX_BUSY = "إعادة الفهرسة جارية الآن. انتظر حتى تنتهي من فضلك."
REINDEX_FAILED = "لم تتم إعادة الفهرسة، وما زال الفهرس السابق يجيب."
REINDEX_REASON = "السبب: {reason}"
REINDEX_REFUSED = (
    "لم أستبدل الفهرس: في مجلد الوثائق الآن {documents}، وفي الفهرس الذي يجيب {before}. "
    "لعل المجلد غير موصول أو أفرغ سهوا."
)
REPLACE_ALL_THE_SAME = "استبدل الفهرس رغم ذلك"

ROLLBACK_DONE = "عدت إلى الفهرس السابق، وهو الذي يجيب الآن. ويبقى حتى تتغير الوثائق أو تعاد الفهرسة."
ROLLBACK_NOTHING = "لا فهرس أسبق أعود إليه، فبقي الفهرس كما هو."
ROLLBACK_FAILED = "لم أستطع العودة إلى الفهرس السابق، وبقي الفهرس كما هو."


def agreement(sources: int) -> str:
    """Follows an answer line on which several sources agree."""
    return AGREE.format(sources=count(sources, SOURCE))


def too_long(limit: int) -> str:
    """The reply to a question of more than `limit` characters."""
    return f"سؤالك طويل. اكتبه في {count(limit, CHARACTER)} أو أقل من فضلك."


def privacy(retention_days: int) -> str:
    """What is kept and what is not, and for how long."""
    return (
        "لا أحفظ نص سؤالك ولا اسمك.\n"
        "أحفظ مواضع الاقتباسات التي عرضتها عليك في الوثائق، لتعمل الأزرار، وأرقام الرسائل لأصحح جوابي "
        f"إن عدلت سؤالك، وأمحو ذلك كله بعد {count(retention_days, DAY)}.\n"
        "أحفظ عدد أسئلتك في الدقيقة مع رقم حسابك نحو يوم، حتى لا يستأثر بي أحد.\n"
        "إن ضغطت 👍 أو 👎 حفظت رأيك مع رقم حسابك ومواضع الاقتباسات سنة.\n"
        "وأسجل أوامر المشرفين ومن حاولها من غيرهم مع رقم الحساب سنة. ولا أرسل شيئا من ذلك إلى أحد."
    )


def store_trouble(trouble: str) -> str:
    """What is wrong with the database, and what to do."""
    reason, advice = STATUS_STORE_REASONS[trouble]
    return STATUS_STORE.format(reason=reason, advice=advice)


def reindexed(seconds: float) -> str:
    """The reply where a new index is used, after so many seconds."""
    return REINDEX_DONE.format(after=f"في {count(max(1, round(seconds)), SECOND)}")


def example_about(title: str) -> str:
    """A question about a document whose title and headings contain none."""
    return f"ماذا ورد عن «{title}»؟"


def example_when(title: str) -> str:
    """A question for the date of the event that a title names."""
    return f"متى {title}؟"


def command_line(meaning: str, command: str) -> str:
    """A line of the list of commands."""
    return f"{meaning}: {isolate(command)}"
