// The page says in which language it is, and the browser remembers the one that somebody chose.

const A_YEAR_S = 31_536_000;

export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (!data.chosen) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${data.cookie}=${data.chosen}; path=${data.path}; max-age=${A_YEAR_S}; samesite=lax${secure}`;
}
