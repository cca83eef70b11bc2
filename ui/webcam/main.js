// What Streamlit calls: the card from which somebody starts, and the live view behind it.

const settings = { task: "", both: true, sound: true, mirrored: false };
const cards = new WeakMap();

class Card {
  constructor(root, data) {
    this.root = root;
    root.className = "root webcam";
    const start = makeButton("start", t("Start the camera"), () => this.start());
    start.prepend(this.picture("camera"));
    this.alert = make("p", "alert");
    this.alert.setAttribute("role", "alert");
    this.alert.hidden = true;
    const options = make("div", "options");
    options.append(
      this.option("both", t("Take both sides, one after the other")),
      this.option("sound", t("Tones, and speech where this computer has a voice")),
      this.option("mirrored", t("My camera shows a mirror image (writing is reversed)")),
    );
    this.how = make("div", "how-to");
    root.replaceChildren(this.tasks(data.tasks), this.how, this.alert, start, options, this.soundTest());
    this.showHow();
    this.live = new Live(root, data.words, {
      onTrouble: (sentence) => this.tell(sentence),
      onDone: (sides) => this.finished(sides),
    });
  }

  update(data, finished) {
    this.data = data;
    this.finished = finished;
  }

  picture(name) {
    const place = make("span", "picture");
    place.innerHTML = drawSign(name);
    return place;
  }

  // What somebody wants to know.
  tasks(tasks) {
    this.known = tasks;
    if (!tasks.some(({ name }) => name === settings.task)) settings.task = tasks[0].name;
    const set = make("fieldset", "tasks");
    set.append(make("legend", "hidden", t("What to look at")));
    for (const { name, title } of tasks) {
      const label = make("label", "task");
      const box = make("input");
      box.type = "radio";
      box.name = "task";
      box.value = name;
      box.checked = name === settings.task;
      box.addEventListener("change", () => {
        settings.task = name;
        this.showHow();
      });
      label.append(box, make("span", "", title));
      set.append(label);
    }
    return set;
  }

  showHow() {
    this.how.replaceChildren(this.steps(this.known.find(({ name }) => name === settings.task).how));
  }

  steps(lines) {
    const list = make("ol", "how");
    for (const { sign, text } of lines) {
      const item = make("li");
      item.append(this.picture(sign), make("span", "", text));
      list.append(item);
    }
    return list;
  }

  // Before somebody walks three metres away: can they hear it from there?
  soundTest() {
    const row = make("div", "sound-test");
    const answer = make("p", "answer");
    answer.setAttribute("role", "status");
    const voice = new Voice();
    const button = makeButton("try", t("Test the sound"), () => {
      voice.unlock();
      const spoken = voice.speaker;
      voice.context?.resume().then(() => voice.play("good")).catch(() => {});
      voice.speak(t("This is the voice that guides you."));
      if (!voice.context) answer.textContent = t("This computer plays no sound. The screen says everything.");
      else if (spoken) answer.textContent = t("Two tones and a voice. Too quiet? Turn the volume up before you step back.");
      else answer.textContent = t("Two tones; this computer has no voice of its own. Too quiet? Turn the volume up.");
    });
    row.append(button, answer);
    return row;
  }

  option(name, text) {
    const label = make("label", "option");
    const box = make("input");
    box.type = "checkbox";
    box.name = name;
    box.checked = settings[name];
    box.addEventListener("change", () => {
      settings[name] = box.checked;
    });
    label.append(box, make("span", "", text));
    return label;
  }

  start() {
    this.alert.hidden = true;
    this.alert.textContent = "";
    const url = new URL(this.data.path, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const hello = { token: this.data.token, both_sides: settings.both, task: settings.task };
    this.live.start(url.href, hello, { mirrored: settings.mirrored, muted: !settings.sound });
  }

  tell(sentence) {
    this.alert.hidden = false;
    this.alert.textContent = sentence;
    this.alert.scrollIntoView?.({ block: "nearest" });
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  useWords(data.said);
  voiceLanguage = (data.language ?? "en").split("-")[0];
  const root = parentElement.querySelector(".root");
  let card = cards.get(root);
  // In another language the card is another one, unless somebody stands before the camera.
  if (!card || (card.data.language !== data.language && !card.live.running)) {
    card?.live.stop();
    card = new Card(root, data);
    cards.set(root, card);
  }
  card.update(data, (sides) => setTriggerValue("done", sides));
  // Streamlit also calls this when it only has news. Who leaves the page, leaves the camera.
  return () =>
    setTimeout(() => {
      if ((parentElement.host ?? parentElement).isConnected) return;
      card.live.stop();
      cards.delete(root);
    });
}
