// Runs before anything is drawn, so that the page does not flash in the other theme.
(() => {
  const stored = (() => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  })();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (name) => {
    document.documentElement.dataset.theme = name;
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  let chosen = stored === "light" || stored === "dark" ? stored : null;
  apply(chosen ?? (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => chosen ?? apply(dark.matches ? "dark" : "light"));
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      apply(chosen);
      try {
        localStorage.setItem("theme", chosen);
      } catch {
        // Without storage the choice holds for this page only.
      }
    });
  });
})();
