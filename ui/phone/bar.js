// While a phone may send photos: says so, and how long, with a button to end it. Asks the program beside the
// app's own connection whether something came; only news runs the page, as a run can cost a click.

const EVERY_MS = 600;
const AGAIN_MS = 4_000;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.now = { data, tell: setTriggerValue };
  if (!root.phone) root.phone = start(root);
  return () => {
    root.phone.stop();
    root.phone = null;
  };
}

function start(root) {
  const bar = document.createElement("div");
  bar.className = "phone";
  const text = document.createElement("span");
  text.setAttribute("aria-hidden", "true");
  const end = document.createElement("button");
  end.type = "button";
  end.textContent = root.now.data.words.end;
  // Said to everybody when the phone is there, not with each second.
  const heard = document.createElement("span");
  heard.className = "hidden";
  heard.setAttribute("role", "status");
  bar.append(text, heard, end);
  root.replaceChildren(bar);
  end.addEventListener("click", () => root.now.tell("end", Date.now()));

  let told = "";
  let told_ms = 0;
  // Said again after a while: a run of the page that begins at the same moment can swallow it.
  const tell = (name, value) => {
    const what = `${name} ${value}`;
    if (what === told && Date.now() - told_ms < AGAIN_MS) return;
    told = what;
    told_ms = Date.now();
    root.now.tell(name, value);
  };
  let stopped = false;
  const look = async () => {
    const { data } = root.now;
    try {
      const answer = await fetch(data.news, { method: "POST", headers: { [data.header]: data.ticket }, cache: "no-store" });
      if (answer.status === 410) tell("changed", "over");
      else if (answer.ok) show(await answer.json(), data);
    } catch {
      text.textContent = data.words.lost;
    }
    if (!stopped) setTimeout(look, EVERY_MS);
  };
  const show = (news, data) => {
    if (news.came > data.taken) tell("came", news.came);
    else if (news.bound !== data.bound) tell("changed", "bound");
    const left = Math.round(news.left_s);
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const kind = news.sending ? "sending" : news.bound ? "bound" : "waiting";
    text.textContent = data.words[kind].replace("{time}", time);
    if (heard.dataset.kind !== kind) {
      heard.dataset.kind = kind;
      heard.textContent = text.textContent;
    }
  };
  look();
  return {
    stop() {
      stopped = true;
    },
  };
}
