// The texts of the page whose contrast with their ground is below 4.5 to 1.
() => {
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const aside = ".slot, template, [hidden], dialog:not([open]), option, li.here";
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest(aside) || !element.checkVisibility()) continue;
    const both = [light(parts(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (both[0] + 0.05) / (both[1] + 0.05);
    if (ratio < 4.5) low.push([element.className || element.id, element.textContent.slice(0, 30), ratio]);
  }
  return low;
}
