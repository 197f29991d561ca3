const Key = 'argus-key';
const asked = new EventTarget();
let shown = keep(store => store.getItem(Key)) || '';

// A browser may forbid pages to keep anything: then the key lasts as long as the page.
function keep(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

export const key = {
  get value() { return shown; },
  set value(text) {
    shown = text;
    keep(store => text ? store.setItem(Key, text) : store.removeItem(Key));
    asked.dispatchEvent(new Event('changed'));
  },
  onChange: run => asked.addEventListener('changed', run),
  onAsked: run => asked.addEventListener('asked', run),
};

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
    this.isRefusal = status === 401 || status === 403;
  }
}

// Calls the gateway that this page came from; what goes wrong is a Problem with a sentence for people.
export async function call(path, options = {}) {
  const headers = new Headers(options.headers), sent = key.value;
  if (sent) headers.set('X-API-Key', sent);
  let response;
  try {
    response = await fetch(path, { ...options, headers, cache: 'no-store', credentials: 'same-origin' });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'The gateway cannot be reached.');
  }
  if (response.ok) return response;
  // An answer to the key before says nothing of the one that is there now.
  if (response.status === 401 && key.value === sent) asked.dispatchEvent(new Event('asked'));
  throw new Problem(response.status, await wordsOf(response));
}

async function wordsOf(response) {
  const body = await response.json().catch(() => null);
  let words = body && typeof body.detail === 'string' ? body.detail : `The gateway answered ${response.status}.`;
  for (const [field, fault] of Object.entries((body && body.errors) || {}))
    if (!words.includes(fault)) words += ` ${field} ${fault}`;
  const wait = Number(response.headers.get('Retry-After'));
  return wait > 1 ? `${words} Try again in ${wait} s.` : words;
}
