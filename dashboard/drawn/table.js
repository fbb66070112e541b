// Draws a table from plain data. Every text is set as text: nothing of it can become an element.
const SVG = "http://www.w3.org/2000/svg";

function made(name, classes, text) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const percent = (value, end) => `${(100 * Math.min(Math.max(value / end, 0), 1)).toFixed(2)}%`;

function track(bars, ticks, end) {
  const height = bars.length > 1 ? 24 : 16;
  const svg = drawn("svg", { class: "track", width: "100%", height, "aria-hidden": "true" });
  for (const tick of ticks) {
    svg.append(drawn("line", { class: "grid", x1: percent(tick, end), x2: percent(tick, end), y1: -14, y2: height + 14 }));
  }
  bars.forEach((bar, number) => {
    if (!bar) return;
    const [share, low, high] = bar;
    const middle = bars.length > 1 ? 6 + 12 * number : 8;
    const width = `${(100 * (Math.min(high / end, 1) - Math.min(low / end, 1))).toFixed(2)}%`;
    svg.append(drawn("rect", { class: `range b${number}`, x: percent(low, end), width, y: middle - 3.5, height: 7, rx: 3.5 }));
    svg.append(point(number, percent(share, end), middle));
  });
  return svg;
}

function point(number, left, middle) {
  if (!number) return drawn("circle", { class: "point b0", cx: left, cy: middle, r: 5 });
  const inner = drawn("svg", { x: left, y: middle, overflow: "visible", width: 1, height: 1 });
  inner.append(drawn("rect", { class: "point b1", x: -4, y: -4, width: 8, height: 8, transform: "rotate(45)" }));
  return inner;
}

function glyph(number) {
  const svg = drawn("svg", { class: "glyph", width: 12, height: 12, "aria-hidden": "true" });
  svg.append(point(number, 6, 6));
  return svg;
}

function axis(ticks, end) {
  const svg = drawn("svg", { class: "axis", width: "100%", height: 14, "aria-hidden": "true" });
  ticks.forEach((tick) => {
    const anchor = tick === 0 ? "start" : tick >= end ? "end" : "middle";
    const text = drawn("text", { x: percent(tick, end), y: 11, "text-anchor": anchor, class: anchor });
    text.textContent = `${Math.round(100 * tick)}%`;
    svg.append(text);
  });
  return svg;
}

function head(data) {
  const row = made("tr");
  row.setAttribute("role", "row");
  const first = made("th", "label", data.label);
  const others = data.columns.map((name, number) => {
    const cell = made("th", "cell");
    const marked = data.bars.indexOf(name);
    if (marked >= 0) {
      cell.append(glyph(marked));
      cell.classList.add("bar");
    }
    cell.append(name);
    if (data.lines.some((line) => line.cells[number] && line.cells[number][2])) cell.classList.add("number");
    return cell;
  });
  const cells = [first];
  if (data.end) {
    const middle = made("th", "on");
    middle.append(axis(data.ticks, data.end));
    middle.setAttribute("aria-label", "on an axis");
    cells.push(middle);
  }
  cells.push(...others);
  for (const cell of cells) {
    cell.setAttribute("role", "columnheader");
    cell.setAttribute("scope", "col");
  }
  if (!data.label) first.setAttribute("aria-label", "what");
  row.append(...cells);
  const top = made("thead");
  top.setAttribute("role", "rowgroup");
  top.append(row);
  return top;
}

function line(data, each, number, open) {
  const row = made("tr", each.marked ? "marked" : "");
  row.setAttribute("role", "row");
  const first = made("th", "label");
  first.setAttribute("role", "rowheader");
  first.setAttribute("scope", "row");
  if (each.href) {
    const link = made("a", "", each.label);
    link.href = each.href;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a tab of its own
      event.preventDefault();
      open(number);
    });
    first.append(link);
  } else first.append(made("span", "", each.label));
  if (each.quiet) first.append(made("div", "quiet", each.quiet));
  row.append(first);
  if (data.end) {
    const cell = made("td", "on");
    cell.setAttribute("role", "cell");
    cell.append(track(each.bars, data.ticks, data.end));
    row.append(cell);
  }
  each.cells.forEach(([text, quiet, isNumber], place) => {
    const cell = made("td", isNumber ? "cell number" : "cell");
    cell.setAttribute("role", "cell");
    const named = data.columns[place];
    if (named && data.columns.length > 1) {
      const says = made("span", "says");
      const marked = data.bars.indexOf(named);
      says.append(marked >= 0 ? glyph(marked) : `${named} `);
      says.setAttribute("aria-hidden", "true");
      cell.append(says);
    }
    cell.append(text);
    if (quiet) cell.append(made("span", "quiet", ` ${quiet}`));
    row.append(cell);
  });
  return row;
}

function kind(data) {
  const many = data.columns.length > 1;
  const isLong = data.lines.some((each) => each.cells.some(([text]) => text.length > 40));
  if (!data.end) return data.columns.length > 2 || isLong ? "plain wide" : "plain";
  return `tracked ${many ? "many" : "one"}`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".table");
  const said = JSON.stringify(data);
  const state = (host.state ??= {});
  state.open = (number) => setTriggerValue("open", number);
  if (state.said === said) return;
  state.said = said;
  const table = made("table", kind(data));
  table.setAttribute("role", "table");
  const caption = made("caption", "", data.caption);
  const body = made("tbody");
  body.setAttribute("role", "rowgroup");
  body.append(...data.lines.map((each, number) => line(data, each, number, (place) => state.open(place))));
  table.append(caption, head(data), body);
  host.replaceChildren(table);
}
