// The local page: sends what is typed and pressed to the server, and shows the replies.
// A reply is text, spans (in code points), rows of buttons and perhaps a picture; it never holds markup,
// and all of its text becomes text nodes.
"use strict";

const TOKEN = document.querySelector('meta[name="shahid-token"]').content;
const TOAST_MS = 3200;
const WORDS = {
  waiting: "أبحث في الوثائق",
  lost: "انقطع الاتصال بشاهد على هذا الجهاز. تأكد من أنه يعمل، ثم أعد المحاولة.",
  stale: "أعيد تشغيل شاهد منذ فتحت هذه الصفحة. حدثها لتتابع.",
  retry: "أعد المحاولة",
  reload: "حدث الصفحة",
  unfold: "عرض الاقتباس كله",
  fold: "طي الاقتباس",
  good: "الجواب مفيد",
  bad: "الجواب غير مفيد",
};
const VOTES = { "👍": WORDS.good, "👎": WORDS.bad };
const TAGS = { bold: "strong", italic: "em", code: "code", link: "a" };

const log = document.getElementById("log");
const form = document.getElementById("composer");
const field = document.getElementById("question");
const send = document.getElementById("send");
const toast = document.getElementById("toast");
let lastQuestion = "";
let toastTimer = 0;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Text and spans

function isQuote(span) {
  return span.kind === "quote" || span.kind === "expandable_quote";
}

/** Text nodes; an empty line becomes a gap of its own height, its line breaks still in the text. */
function plain(letters, from, to) {
  return letters
    .slice(from, to)
    .join("")
    .split(/(\n{2,})/)
    .filter((part) => part)
    .map((part) => (part.startsWith("\n\n") ? element("span", "break", part) : document.createTextNode(part)));
}

/** Nodes of letters[from, to) with the inline spans that lie in it. */
function inline(letters, spans, from, to) {
  const nodes = [];
  let at = from;
  for (const span of spans) {
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, to);
    if (start >= end) continue;
    nodes.push(...plain(letters, at, start));
    const node = element(TAGS[span.kind] || "span");
    if (span.kind === "link") {
      node.href = span.url;
      node.target = "_blank";
      node.rel = "noopener noreferrer";
    }
    node.append(...inline(letters, spans.filter((inner) => inner !== span && inner.start >= start && inner.end <= end), start, end));
    nodes.push(node);
    at = end;
  }
  nodes.push(...plain(letters, at, to));
  return nodes;
}

/** A paragraph for each line of letters[from, to); an empty line between two widens their distance. */
function paragraphs(letters, spans, from, to) {
  const made = [];
  let gap = false;
  for (let start = from; start < to; ) {
    let end = letters.indexOf("\n", start);
    if (end < 0 || end > to) end = to;
    if (end > start) {
      const paragraph = element("p", gap && made.length ? "gap" : "");
      paragraph.append(...inline(letters, spans, start, end));
      made.push(paragraph);
    }
    gap = end === start;
    start = end + 1;
  }
  return made;
}

function quotation(letters, quote, spans) {
  const figure = element("figure", "quote");
  const block = element("blockquote");
  block.dir = "auto";
  block.append(...inline(letters, spans, quote.start, quote.end));
  figure.append(block);
  if (quote.kind === "expandable_quote") block.classList.add("folded");
  else figure.classList.add("within");
  return figure;
}

/** Lets a long quotation be unfolded; a short one needs no button. */
function offerUnfolding(message) {
  for (const block of message.querySelectorAll("blockquote.folded")) {
    if (block.scrollHeight <= block.clientHeight + 4) {
      block.classList.remove("folded");
      continue;
    }
    const button = element("button", "unfold", WORDS.unfold);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const folded = block.classList.toggle("folded");
      button.setAttribute("aria-expanded", String(!folded));
      button.textContent = folded ? WORDS.unfold : WORDS.fold;
    });
    block.after(button);
  }
}

function body(reply) {
  const letters = Array.from(reply.text);
  const quotes = reply.spans.filter(isQuote);
  const spans = reply.spans.filter((span) => !isQuote(span));
  const parts = [];
  let at = 0;
  let figure = null;
  for (const stop of [...quotes, { start: letters.length, end: letters.length, kind: null }]) {
    const lines = paragraphs(letters, spans, at, stop.start);
    if (figure && lines.length) {
      // What follows a quotation, up to an empty line, is its citation.
      const cut = lines.findIndex((line) => line.className === "gap");
      const caption = element("figcaption");
      caption.append(...lines.splice(0, cut < 0 ? lines.length : cut));
      figure.append(caption);
    } else if (!figure && quotes.length) {
      for (const line of lines) line.classList.add("line");
    }
    parts.push(...lines);
    if (stop.kind) {
      figure = quotation(letters, stop, spans);
      parts.push(figure);
    }
    at = stop.end;
  }
  return parts;
}

// Buttons

function rowsOf(reply, message) {
  if (!reply.buttons.length) return [];
  const rows = element("div", "rows");
  for (const buttons of reply.buttons) {
    const row = element("div", "row");
    row.append(...buttons.map((button) => buttonOf(button, message)));
    rows.append(row);
  }
  return [rows];
}

function buttonOf(button, message) {
  if (button.url) {
    const link = element("a", "button", button.label);
    link.href = button.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  const made = element("button", button.asks ? "example" : "", button.label);
  made.type = "button";
  if (button.asks) {
    made.addEventListener("click", () => say(button.label));
    return made;
  }
  if (button.votes) {
    const vote = VOTES[button.label] || button.label;
    made.classList.add("vote");
    made.setAttribute("aria-label", vote);
    made.setAttribute("aria-pressed", "false");
    made.title = vote;
  }
  made.addEventListener("click", () => press(button.action, made, message));
  return made;
}

// Messages

function pictureOf(reply) {
  if (!reply.picture) return [];
  const image = element("img", "picture");
  image.src = reply.picture.url;
  image.alt = reply.picture.description;
  return [image];
}

function show(reply, message) {
  message.className = "reply";
  message.removeAttribute("aria-busy");
  message.replaceChildren(...pictureOf(reply), ...body(reply), ...rowsOf(reply, message));
  offerUnfolding(message);
}

/** Shows a reply below the message of its button, once however often that is pressed. */
function showBeside(reply, message, action) {
  let beside = Array.from(log.children).find((other) => other.dataset.action === action);
  if (!beside) {
    beside = element("li");
    beside.dataset.action = action;
    message.after(beside);
  }
  show(reply, beside);
  beside.tabIndex = -1;
  beside.focus({ preventScroll: true });
  const settle = () => beside.scrollIntoView({ block: "nearest", behavior: "smooth" });
  const image = beside.querySelector("img");
  if (image) image.decode().then(settle, settle);
  else settle();
}

function waiting() {
  const message = element("li", "waiting");
  message.setAttribute("aria-busy", "true");
  const dots = element("span", "dots");
  dots.setAttribute("aria-hidden", "true");
  dots.append(element("i"), element("i"), element("i"));
  message.append(dots, element("span", "", WORDS.waiting));
  log.append(message);
  return message;
}

function showTrouble(message, stale, again) {
  message.className = "reply trouble";
  message.removeAttribute("aria-busy");
  const button = element("button", "retry", stale ? WORDS.reload : WORDS.retry);
  button.type = "button";
  button.addEventListener("click", () => {
    if (stale) {
      location.reload();
    } else {
      message.remove();
      again();
    }
  });
  message.replaceChildren(element("p", "", stale ? WORDS.stale : WORDS.lost), button);
}

function notify(text) {
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove("shown"), TOAST_MS);
}

// Talking to the server: one JSON object a line, each replacing the one before

async function* exchange(path, data) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Shahid-Token": TOKEN },
    body: JSON.stringify(data),
  });
  if (!response.ok) throw Object.assign(new Error(String(response.status)), { stale: response.status === 403 });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

async function fetchInto(message, text) {
  let came = false;
  try {
    for await (const line of exchange("/say", { text })) {
      came = true;
      if (line.reply) show(line.reply, message);
      else message.remove();
      if (line.notice) notify(line.notice);
    }
    if (!came) throw new Error("nothing came");
  } catch (error) {
    showTrouble(message, Boolean(error.stale), () => fetchInto(waiting(), text));
  }
}

async function say(text) {
  lastQuestion = text;
  const asked = element("li", text.startsWith("/") ? "asked command" : "asked");
  const words = element("bdi", "", text);
  asked.append(words);
  log.append(asked);
  const message = waiting();
  asked.scrollIntoView({ block: "start", behavior: "smooth" });
  await fetchInto(message, text);
  asked.scrollIntoView({ block: "start", behavior: "smooth" });
}

async function press(action, button, message) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    for await (const line of exchange("/press", { action })) {
      if (line.reply && line.reply.beside) {
        showBeside(line.reply, message, action);
      } else if (line.reply) {
        show(line.reply, message);
        message.tabIndex = -1;
        message.focus({ preventScroll: true });
        (message.previousElementSibling || message).scrollIntoView({ block: "nearest", behavior: "smooth" });
      }
      if (line.notice) notify(line.notice);
      if (line.notice && button.classList.contains("vote")) markVote(button, message);
    }
  } catch (error) {
    notify(error.stale ? WORDS.stale : WORDS.lost);
  } finally {
    button.disabled = false;
  }
}

function markVote(button, message) {
  for (const vote of message.querySelectorAll(".vote")) vote.setAttribute("aria-pressed", String(vote === button));
}

// What the person does

function fit() {
  send.disabled = !field.value.trim();
  field.dir = field.value ? "auto" : "rtl"; // the placeholder is Arabic
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  fit();
  say(text);
});

field.addEventListener("input", fit);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "ArrowUp" && !field.value && lastQuestion) {
    event.preventDefault();
    field.value = lastQuestion;
    fit();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement === document.body) {
    event.preventDefault();
    field.focus();
  }
});

for (const button of document.querySelectorAll("[data-say]")) {
  button.addEventListener("click", () => say(button.dataset.say));
}

fetchInto(waiting(), "/start");
if (!matchMedia("(pointer: coarse)").matches) field.focus(); // a phone would raise its keyboard
