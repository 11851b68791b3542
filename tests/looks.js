// What is wrong with the looks of the page as it stands, each in a sentence; `least` is the contrast that text needs.
(least) => {
  const faults = [];
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const named = (one) => `${one.tagName.toLowerCase()} “${one.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}”`;
  const tooWide = (one) => Boolean(one) && shown(one) && one.scrollWidth > one.clientWidth + 1;
  const every = (css) => [...document.querySelectorAll(css)].filter(shown);

  if (!document.querySelector("h1, .heading")) faults.push("there is no title");
  if (document.querySelector('[data-testid="stException"]')) faults.push("an exception is shown");
  for (const words of ["Traceback (most recent", "could not be drawn"])
    if (document.body.innerText.includes(words)) faults.push(`it says “${words}”`);

  for (const one of [document.scrollingElement, document.querySelector('[data-testid="stMain"]')])
    if (tooWide(one)) faults.push(`the page is ${one.scrollWidth - one.clientWidth} px too wide`);
  for (const one of every(".dvn-scroller"))  // a table, whose headings and cells are drawn and cannot be asked
    if (tooWide(one)) faults.push(`a table is ${one.scrollWidth - one.clientWidth} px too wide`);
  const held = [
    "button", "button *", '[data-testid="stPageLink-NavLink"] *', "label *", "th", ".badge", ".figure", ".figure *",
    ".sum", ".bar span", '[role="tab"]', '[role="tab"] *', '[data-testid="stMetricLabel"] *', "summary *",
  ];
  for (const one of every(held.join())) {
    const style = getComputedStyle(one);
    if (style.display !== "inline" && style.overflowX !== "visible" && one.textContent.trim() && tooWide(one))
      faults.push(`cut off: ${named(one)}`);
  }
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  for (const one of every("input[placeholder]")) {
    const style = getComputedStyle(one);
    brush.font = style.font;
    const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (!one.value && brush.measureText(one.placeholder).width > room + 1) faults.push(`cut off: “${one.placeholder}”`);
  }

  for (const one of every("button, a[href]")) {  // an icon is drawn of a word that nobody should hear
    const bare = one.cloneNode(true);
    bare.querySelectorAll('[data-testid="stIconMaterial"]').forEach((icon) => icon.remove());
    const told = [one.getAttribute("aria-label"), one.title, bare.textContent, one.querySelector("img")?.alt];
    if (!told.some((words) => words?.trim())) faults.push(`no name: ${one.outerHTML.slice(0, 160)}`);
  }

  const kept = new Map();
  const rgba = (told) => {  // of any colour that CSS knows
    if (!kept.has(told)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = told;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      kept.set(told, [r, g, b, a / 255]);
    }
    return kept.get(told);
  };
  const over = (top, below) => below.map((part, n) => top[n] * top[3] + part * (1 - top[3]));
  const ground = (one) => {
    const layers = [];
    for (let each = one; each && layers.at(-1)?.[3] !== 1; each = each.parentElement)
      layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((p) => p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pale = new Map();
  const unread = 'script, style, option, canvas, :disabled, [aria-disabled="true"], [data-testid="stIconMaterial"]';
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one) || one.closest(unread)) continue;
    const box = one.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;  // for screen readers only
    const back = ground(one);
    let [r, g, b, strength] = rgba(getComputedStyle(one).color);
    for (let each = one; each; each = each.parentElement) strength *= getComputedStyle(each).opacity;
    const [high, low] = [light(over([r, g, b, strength], back)), light(back)].sort((x, y) => y - x);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < least) pale.set(`${[r, g, b]} ${back}`, `contrast ${contrast.toFixed(2)}: ${named(one)}`);
  }
  return [...new Set([...faults, ...pale.values()])];
}
