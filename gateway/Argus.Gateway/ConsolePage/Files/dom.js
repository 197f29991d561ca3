// Elements are made, never parsed: whatever a name or a message holds stays text.
export const $ = id => document.getElementById(id);

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(c => c !== undefined && c !== null));
  return element;
}

// Only what differs is written: a screen reader and a selection are left in peace.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const many = (count, one, more = one + 's') => `${count} ${count === 1 ? one : more}`;
export const short = digest => (digest || '').replace(/^sha256:/, '').slice(0, 12);
