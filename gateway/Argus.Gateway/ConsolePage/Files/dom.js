// Elements are made, never parsed: whatever a name or a message holds stays text.
export const $ = id => document.getElementById(id);

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(c => c != null));
  return element;
}

// Only what differs is written: screen readers and selections are left in peace.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// An entry with a box for each item, in order; what stays keeps its focus.
export function arrange(list, known, items, nameOf, create, update) {
  const names = new Set(items.map(nameOf));
  for (const [name, { box }] of known) {
    if (names.has(name)) continue;
    box.remove();
    known.delete(name);
  }
  items.forEach((item, index) => {
    const name = nameOf(item), place = list.children[index];
    if (!known.has(name)) known.set(name, create(item));
    const entry = known.get(name);
    if (entry.box !== place) list.insertBefore(entry.box, place || null);
    update(entry, item);
  });
}

export const many = (count, one, more = one + 's') => `${count} ${count === 1 ? one : more}`;
export const short = digest => (digest || '').replace(/^sha256:/, '').slice(0, 12);
