// Finds organs by a part of their name, or by its letters in pinyin, where there is no server to
// ask. The names are loaded when someone first wants to look for one.
{
  const MOST = 20;
  const own = document.currentScript.src;
  const box = document.querySelector(".search");
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const folder = document.documentElement.lang === "en" ? "../en/organ/" : "../organ/";

  const load = () => {
    if (document.getElementById("names")) return;
    const script = document.createElement("script");
    script.id = "names";
    script.src = new URL("names.js", own);
    script.addEventListener("load", find);
    document.head.append(script);
  };
  // A character answers to each letter that it can begin with.
  const at = (letters, wanted) => {
    for (let start = 0; start + wanted.length <= letters.length; start++)
      if ([...wanted].every((letter, n) => letters[start + n].includes(letter))) return start;
    return -1;
  };
  const place = (name, letters, wanted) => {
    const found = name.toLowerCase().indexOf(wanted);
    return found < 0 && /^[!-~]+$/.test(wanted) ? at(letters.split(" "), wanted) : found;
  };
  const item = ([, name, region, key]) => {
    const link = document.createElement("a");
    link.href = new URL(`${folder}${key}.html`, own);
    const where = document.createElement("small");
    where.textContent = region;
    link.append(name, " ", where);
    return link;
  };
  const find = () => {
    const wanted = input.value.toLowerCase().replace(/\s+/g, "");
    const found = (wanted && globalThis.NAMES ? NAMES : [])
      .map(([name, region, key, letters]) => [place(name, letters, wanted), name, region, key])
      .filter(([start]) => start >= 0)
      .sort((a, b) => a[0] - b[0] || a[1].length - b[1].length || (a[1] < b[1] ? -1 : 1));
    const shown = found.slice(0, MOST).map(item);
    if (wanted && globalThis.NAMES && found.length !== shown.length) shown.push(`… ${found.length - MOST}`);
    if (wanted && globalThis.NAMES && !found.length) shown.push(box.dataset.none);
    list.replaceChildren(...shown.map((each) => {
      const row = document.createElement("li");
      row.append(each);
      return row;
    }));
  };
  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); find(); });
  input.addEventListener("keydown", (event) => {
    const first = list.querySelector("a");
    if (event.key === "Enter" && first) location.href = first.href;
    if (event.key === "Escape") { input.value = ""; find(); }
  });
  box.hidden = false;
}
