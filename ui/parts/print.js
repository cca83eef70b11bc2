// Opens the browser's print dialog for a document that was made by the server, once for each number. It lies in
// a frame of its own in which nothing runs, and leaves the page when the dialog is closed.

const known = (window.posturePrinted ??= {});

function print(html, title) {
  const frame = document.createElement("iframe");
  frame.className = "posture-print";
  frame.title = title;
  frame.sandbox = "allow-same-origin allow-modals"; // without allow-scripts
  frame.style.cssText = "position:fixed;inset:auto 0 0 auto;width:1px;height:1px;border:0;opacity:0";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.addEventListener("load", () => {
    const own = frame.contentWindow;
    own.addEventListener("afterprint", () => frame.remove());
    own.focus();
    own.print();
  }, { once: true });
  frame.srcdoc = html;
  document.querySelectorAll("iframe.posture-print").forEach((old) => old.remove());
  document.body.append(frame);
}

export default function ({ data }) {
  const { html, number, place, title } = data;
  if (known[place] === number) return;
  known[place] = number;
  print(html, title);
}
