// Sorts the tables of class "sortable" by the heading that is clicked; the page reads without it.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  const worth = (row, n) => {
    const cell = row.cells[n];
    return cell.dataset.v ?? cell.textContent.trim();
  };
  heads.forEach((head, n) => {
    if (!head.textContent.trim() || head.classList.contains("fixed")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const number = (text) => (/^[-+−]?[\d,.]+\s*%?$/.test(text) ? parseFloat(text.replace(/[,%]/g, "").replace("−", "-")) : NaN);
      for (const body of table.tBodies) {
        const rows = [...body.rows].map((row) => [worth(row, n), row]);
        rows.sort(([a], [b]) => {
          if (!a || !b) return a ? -1 : b ? 1 : 0;
          const x = number(a), y = number(b);
          const order = isNaN(x) || isNaN(y) ? a.localeCompare(b, "zh-CN") : x - y;
          return up ? order : -order;
        });
        body.append(...rows.map(([, row]) => row));
      }
    });
  });
}
