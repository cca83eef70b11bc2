// On a phone the menu lies over the page, and Streamlit leaves it there when a page was chosen in it.

const NARROW = window.matchMedia("(max-width: 768px)");
let watching = false;

export default function () {
  if (watching) return;
  watching = true;
  document.addEventListener("click", (event) => {
    if (NARROW.matches && event.target.closest?.("[data-testid=stSidebarNavLink]")) {
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    }
  });
}
