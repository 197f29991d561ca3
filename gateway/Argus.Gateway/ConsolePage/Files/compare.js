import { $, say, short } from './dom.js';
import { call } from './api.js';
import { canvas } from './draw.js';

// A threshold belongs to one digest: once learnt it holds for all faces of that digest.
const thresholds = new Map();
const listeners = [];
let chosen = [], byHand = false, turn = 0;

export const isChosen = face => chosen.includes(face);
export const onChoice = run => listeners.push(run);

export function choose(face, on) {
  byHand = true;
  chosen = on ? [...chosen.filter(f => f !== face), face].slice(-2) : chosen.filter(f => f !== face);
  changed();
}

export function forget(face) {
  if (!isChosen(face)) return;
  chosen = chosen.filter(f => f !== face);
  if (chosen.length === 0) byHand = false;
  changed();
}

// Of two photos the largest faces are meant, as long as nobody said otherwise.
export function suggest(photos) {
  if (byHand) return;
  const largest = photos.filter(p => p.faces.length > 0).slice(0, 2).reverse().map(p => p.faces.reduce((a, b) => area(b) > area(a) ? b : a));
  if (largest.length < 2) return;
  chosen = largest;
  changed();
}

const area = ({ bbox: [x1, y1, x2, y2] }) => (x2 - x1) * (y2 - y1);

function changed() {
  listeners.forEach(run => run());
  $('compare').hidden = chosen.length === 0;
  for (const i of [0, 1]) {
    const slot = $(`slot-${i}`), face = chosen[i];
    slot.replaceChildren(face ? copy(face) : '?');
  }
  compare(++turn);
}

function copy(face) {
  const picture = canvas(112, 112);
  picture.getContext('2d').drawImage(face.thumb, 0, 0);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', `Face ${face.index + 1} of ${face.photo.name}`);
  return picture;
}

async function compare(mine) {
  const [a, b] = chosen;
  if (!b) return tell('Choose a second face.', '');
  if (!a.embedding || !b.embedding) return tell('These faces cannot be compared.', 'The deployment that found them gives no vectors.');
  const digests = [a, b].map(f => f.photo.answer.model_digest);
  if (digests[0] !== digests[1]) return tell('These faces cannot be compared.', `Different models found them (${digests.map(short).join(' and ')}).`);
  const similarity = cosine(a.embedding, b.embedding), words = `Similarity ${similarity.toFixed(3)}`;
  tell(words, 'Asking for the threshold …', similarity);
  let threshold, why;
  try {
    threshold = await thresholdOf(digests[0], a, b);
  } catch (e) {
    why = e.message;
  }
  if (mine !== turn) return;
  if (threshold === undefined) return tell(words, `No threshold is known${why ? `: ${why}` : '.'}`, similarity);
  tell(similarity >= threshold ? 'The same person' : 'Different people', `${words}; the same from ${threshold.toFixed(2)} on.`, similarity, threshold);
}

// Only /verify tells the threshold of the pack; it compares the largest faces of the two photos.
async function thresholdOf(digest, a, b) {
  if (thresholds.has(digest)) return thresholds.get(digest);
  const form = new FormData();
  form.append('file1', a.photo.file, 'photo1');
  form.append('file2', b.photo.file, 'photo2');
  const response = await call('verify', { method: 'POST', body: form, headers: a.photo.by ? { 'X-Argus-Deployment': a.photo.by } : {} });
  const answer = await response.json();
  if (answer.model_digest !== digest) throw new Error('another model answered.');
  thresholds.set(digest, answer.threshold);
  return answer.threshold;
}

function cosine(a, b) {
  let dot = 0, aa = 0, bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return dot / Math.sqrt(aa * bb);
}

function tell(verdict, more, similarity, threshold) {
  say($('verdict'), verdict);
  say($('verdict-more'), more);
  const scale = $('scale');
  scale.hidden = similarity === undefined;
  scale.classList.toggle('same', threshold !== undefined && similarity >= threshold);
  $('mark').hidden = threshold === undefined;
  $('fill').style.width = percent(similarity);
  $('mark').style.left = percent(threshold);
}

const percent = value => `${100 * Math.min(1, Math.max(0, value || 0))}%`;
