// Sorts the table of series by a column, and shows those series that hold a text.
"use strict";
{
  const table = document.querySelector("table.series");
  const verdicts = ["error", "warning", "note", "ok"];

  // How the cells of each column are compared.
  const byVerdict = (cell) => verdicts.indexOf(cell);
  const byWord = (cell) => cell.toLowerCase();
  const byNumber = (cell) => {
    const numbers = (cell.match(/\d+/g) ?? []).map(Number);
    return cell.startsWith("+") ? numbers[0] + numbers[1] : numbers[0] ?? -1;
  };
  const columns = [byVerdict, byNumber, byNumber, byWord, byWord, byWord, byNumber, byNumber, byNumber, byNumber, byNumber];

  const made = (name, about = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), about);
    element.append(...inside);
    return element;
  };

  if (table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    // A row of the table, and the series opened below it.
    const series = [...body.rows].map((row) => ({
      row,
      opened: document.getElementById(row.querySelector("a").hash.slice(1)).closest("details"),
      verdict: row.cells[0].textContent,
      text: row.textContent.toLowerCase(),
    }));
    const sort = (at) => {
      const descends = heads[at].ariaSort === "ascending";
      const keys = new Map(series.map((each) => [each, columns[at](each.row.cells[at].textContent)]));
      const compare = (one, other) => (keys.get(one) > keys.get(other)) - (keys.get(one) < keys.get(other));
      series.sort((one, other) => (descends ? compare(other, one) : compare(one, other)));
      body.append(...series.map((each) => each.row));
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[at].ariaSort = descends ? "descending" : "ascending";
    };
    heads.forEach((head, at) => {
      head.replaceChildren(made("button", { type: "button", onclick: () => sort(at) }, head.textContent));
    });

    const search = made("input", { type: "search" });
    const said = made("p", { role: "status", className: "soft" });
    const counts = Map.groupBy(series, (each) => each.verdict);
    const boxes = verdicts.filter((verdict) => counts.has(verdict)).map((verdict) => {
      const box = made("input", { type: "checkbox", checked: true, value: verdict });
      return { box, label: made("label", {}, box, ` ${verdict} (${counts.get(verdict).length})`) };
    });
    const find = () => {
      const text = search.value.toLowerCase();
      const wanted = new Set(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value));
      let shown = 0;
      for (const each of series) {
        const hidden = !wanted.has(each.verdict) || !each.text.includes(text);
        each.row.hidden = each.opened.hidden = hidden;
        shown += !hidden;
      }
      said.textContent = `${shown} of ${series.length} series`;
    };
    const choice = made("fieldset", {}, made("legend", {}, "Verdict"), ...boxes.map(({ label }) => label));
    const controls = made("div", { className: "controls", oninput: find }, made("label", {}, "Find ", search), choice, said);
    table.closest(".scroll").before(controls);
    find();
  }
}
