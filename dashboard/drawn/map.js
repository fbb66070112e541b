// Draws skills on a plane: nearer means named together more often. Every text is set as text.
const SVG = "http://www.w3.org/2000/svg";
const LINE = 19;
const DOT = 14;

function drawn(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function measured(spots, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return spots.map((spot) => DOT + Math.ceil(pen.measureText(spot.name).width) + 6);
}

// Moves the names apart until none covers another; each stays as near to its place as it can.
function apart(spots, widths, width, height) {
  const at = spots.map((spot, i) => ({ x: spot.x * (width - widths[i]), y: spot.y * (height - LINE) }));
  const home = at.map((place) => ({ ...place }));
  for (let round = 0; round < 500; round += 1) {
    let moved = 0;
    for (let i = 0; i < at.length; i += 1) {
      for (let j = i + 1; j < at.length; j += 1) {
        const across = Math.min(at[i].x + widths[i], at[j].x + widths[j]) - Math.max(at[i].x, at[j].x);
        const down = LINE - Math.abs(at[i].y - at[j].y);
        if (across <= 0 || down <= 0) continue;
        moved += 1;
        if (down <= across) {
          const step = (down / 2 + 0.2) * (at[i].y < at[j].y || (at[i].y === at[j].y && i < j) ? 1 : -1);
          at[i].y -= step;
          at[j].y += step;
        } else {
          const step = (across / 2 + 0.2) * (at[i].x <= at[j].x ? 1 : -1);
          at[i].x -= step;
          at[j].x += step;
        }
      }
    }
    const pull = round < 250 ? 0.02 : 0;
    at.forEach((place, i) => {
      place.x = Math.min(Math.max(place.x + pull * (home[i].x - place.x), 0), width - widths[i]);
      place.y = Math.min(Math.max(place.y + pull * (home[i].y - place.y), 0), height - LINE);
    });
    if (!moved && !pull) break;
  }
  return at;
}

function picture(data, host, open) {
  const width = Math.max(host.clientWidth, 280);
  const style = getComputedStyle(host);
  const widths = measured(data.spots, `${width < 560 ? 12 : 13}px ${style.fontFamily}`);
  const area = widths.reduce((sum, each) => sum + each * LINE, 0);
  const height = Math.round(Math.min(Math.max((area * 3.4) / width, 420), 2200));
  const places = apart(data.spots, widths, width, height);
  const svg = drawn("svg", { width, height, role: "group", "aria-label": data.caption, class: width < 560 ? "small" : "" });
  const middle = new Map();
  data.spots.forEach((spot, i) => {
    if (spot.group === null) return;
    const sum = middle.get(spot.group) ?? { x: 0, y: 0, n: 0 };
    middle.set(spot.group, { x: sum.x + places[i].x, y: sum.y + places[i].y + LINE / 2, n: sum.n + 1 });
  });
  data.spots.forEach((spot, i) => {
    if (spot.group === null) return;
    const { x, y, n } = middle.get(spot.group);
    svg.append(drawn("line", { class: `tie l${spot.lane ?? "x"}`, x1: places[i].x + 6, y1: places[i].y + LINE / 2, x2: x / n + 6, y2: y / n }));
  });
  const links = data.spots.map((spot, i) => {
    const link = drawn("a", { href: spot.href, tabindex: i ? -1 : 0, "aria-label": spot.words });
    link.append(
      drawn("rect", { class: "back", x: places[i].x, y: places[i].y, width: widths[i], height: LINE - 1, rx: 4 }),
      drawn("circle", { class: `dot l${spot.lane ?? "x"}`, cx: places[i].x + 6, cy: places[i].y + LINE / 2, r: spot.size }),
      drawn("text", { x: places[i].x + DOT, y: places[i].y + LINE / 2 + 4.5 }, spot.name),
      drawn("title", {}, spot.words),
    );
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a tab of its own
      event.preventDefault();
      open(i);
    });
    svg.append(link);
    return link;
  });
  svg.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    const from = links.findIndex((link) => link.getAttribute("tabindex") === "0");
    if (!way) return;
    event.preventDefault();
    let [best, least] = [from, Infinity];
    places.forEach((place, i) => {
      const [dx, dy] = [place.x - places[from].x, place.y - places[from].y];
      const ahead = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (i !== from && ahead > 0 && ahead + 2 * aside < least) [best, least] = [i, ahead + 2 * aside];
    });
    links[from].setAttribute("tabindex", -1);
    links[best].setAttribute("tabindex", 0);
    links[best].focus();
  });
  return svg;
}

function legend(data) {
  const list = document.createElement("ul");
  data.lanes.forEach(([lane, name]) => {
    const item = document.createElement("li");
    const dot = drawn("svg", { width: 12, height: 12, "aria-hidden": "true" });
    dot.append(drawn("circle", { class: `dot l${lane ?? "x"}`, cx: 6, cy: 6, r: 5 }));
    item.append(dot, ` ${name}`);
    list.append(item);
  });
  return list;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".map");
  const state = (host.state ??= { width: 0 });
  state.open = (number) => setTriggerValue("open", number);
  const said = JSON.stringify(data);
  const draw = () => {
    if (state.said === said && Math.abs(state.width - host.clientWidth) < 8) return;
    state.said = said;
    state.width = host.clientWidth;
    host.replaceChildren(legend(data), picture(data, host, (place) => state.open(place)));
  };
  draw();
  const watching = new ResizeObserver(draw);
  watching.observe(host);
  return () => watching.disconnect();
}
