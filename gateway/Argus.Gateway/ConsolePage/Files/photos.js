import { $, make, many, say, short } from './dom.js';
import { call } from './api.js';
import { decode, draw } from './draw.js';
import { choose, forget, isChosen, onChoice, suggest } from './compare.js';

const Most = 8;
const photos = [];
let busy = Promise.resolve();

export function start() {
  const drop = $('drop'), file = $('file'), shot = $('shot');
  drop.addEventListener('click', () => file.click());
  $('camera').addEventListener('click', () => shot.click());
  $('clear').addEventListener('click', () => { [...photos].forEach(remove); drop.focus(); });
  for (const input of [file, shot])
    input.addEventListener('change', () => { take([...input.files]); input.value = ''; });
  document.addEventListener('paste', e => take([...(e.clipboardData?.files || [])]));
  // A photo dropped beside the button must not open in place of the page.
  let depth = 0;
  const over = by => { depth = Math.max(0, depth + by); document.body.classList.toggle('over', depth > 0); };
  document.addEventListener('dragenter', () => over(1));
  document.addEventListener('dragleave', () => over(-1));
  document.addEventListener('dragover', e => e.preventDefault());
  document.addEventListener('drop', e => { e.preventDefault(); over(-9); take([...(e.dataTransfer?.files || [])]); });
  onChoice(() => photos.forEach(redraw));
  new ResizeObserver(() => photos.forEach(redraw)).observe($('results'));
}

// Which deployments there are to ask by name.
export function offer(names) {
  const select = $('target');
  $('target-line').hidden = names.length < 2;
  if ([...select.options].slice(1).map(o => o.value).join() === names.join()) return;
  const before = select.value;
  select.replaceChildren(select.options[0], ...names.map(n => make('option', { value: n }, n)));
  select.value = names.includes(before) ? before : '';
}

function take(files) {
  if (files.length === 0) return;
  $('errors').replaceChildren();
  if (files.length > Most) fail(`${files.length} files were given; the first ${Most} are taken.`);
  for (const file of files.slice(0, Most)) busy = busy.then(() => ask(file)).catch(() => {});
}

async function ask(file) {
  const name = file.name || 'Pasted picture';
  say($('status'), `Looking at ${name} …`);
  try {
    const form = new FormData();
    form.append('file', file, 'photo');
    const wanted = $('target').value;
    const response = await call('detect', { method: 'POST', body: form, headers: wanted ? { 'X-Argus-Deployment': wanted } : {} });
    const answer = await response.json();
    const photo = { name, file, answer, by: response.headers.get('X-Argus-Deployment') || '', ...await decode(file, answer) };
    photo.faces = answer.faces.map((face, index) => ({ ...face, index, photo, thumb: photo.thumbs[index] }));
    show(photo);
    say($('status'), `${name}: ${many(answer.faces.length, 'face')}.`);
  } catch (e) {
    say($('status'), '');
    fail(`${name}: ${e.message}`);
  }
}

function fail(text) {
  const box = make('div', { class: 'error' }, make('span', {}, text), make('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => { box.remove(); $('drop').focus(); } }, '✕'));
  $('errors').append(box);
}

function show(photo) {
  const { answer, faces } = photo;
  const label = `${photo.name} with ${many(faces.length, 'face')} marked`;
  photo.view = make('canvas', { class: 'view', role: 'img', 'aria-label': label });
  photo.pointed = -1;
  const facts = [`${answer.image_width} × ${answer.image_height}`, many(faces.length, 'face'), `${answer.processing_time_ms.toFixed(0)} ms`];
  if (answer.orientation > 1) facts.push(`turned upright (EXIF ${answer.orientation})`);
  if (photo.by) facts.push(photo.by);
  if (answer.model_digest) facts.push(`model ${short(answer.model_digest)}`);
  photo.box = make('article', { class: 'photo', 'aria-label': photo.name },
    make('header', {},
      make('div', {}, make('h3', {}, photo.name), make('p', { class: 'soft' }, facts.join(' · '))),
      make('button', { type: 'button', 'aria-label': `Remove ${photo.name}`, onclick: () => { remove(photo); $('drop').focus(); } }, '✕')),
    answer.selftest ? make('p', { class: 'note' }, 'The self-test pack answered: it finds its one drawn face and says nothing about real ones.') : null,
    photo.shown ? null : make('p', { class: 'note' }, 'This browser cannot show the format; the faces are drawn without the picture.'),
    make('div', { class: faces.length ? 'look' : 'look bare' }, photo.view, faces.length ? table(photo) : make('p', {}, 'No face was found.')),
    make('details', {}, make('summary', {}, 'Answer as JSON'), make('pre', { tabindex: 0 }, JSON.stringify(answer, brief, 1))));
  photos.unshift(photo);
  while (photos.length > Most) remove(photos.at(-1));
  $('results').prepend(photo.box);
  $('clear').hidden = false;
  suggest(photos);
  redraw(photo);
}

// A vector is of use to programs only.
function brief(name, value) {
  return name === 'embedding' && Array.isArray(value) ? `${value.length} values, from ${value.slice(0, 3).map(v => v.toFixed(4)).join(', ')}` : value;
}

function table(photo) {
  const hasAge = photo.faces.some(f => f.age != null), hasGender = photo.faces.some(f => f.gender);
  const head = ['Face', 'Score', hasAge && 'Age', hasGender && 'Gender'].filter(Boolean).map(t => make('th', { scope: 'col' }, t));
  const rows = photo.faces.map(face => row(photo, face, hasAge, hasGender));
  return make('div', { class: 'faces', tabindex: 0, role: 'region', 'aria-label': `Faces of ${photo.name}` }, make('table', {},
    make('thead', {}, make('tr', {}, ...head, make('th', { scope: 'col', class: 'wide' }, 'Size'), make('th', { scope: 'col' }, 'Compare'))),
    make('tbody', {}, ...rows)));
}

function row(photo, face, hasAge, hasGender) {
  const number = face.index + 1, [x1, y1, x2, y2] = face.bbox;
  face.thumb.setAttribute('role', 'img');
  face.thumb.setAttribute('aria-label', `Face ${number}`);
  face.tick = make('input', { type: 'checkbox', 'aria-label': `Compare face ${number} of ${photo.name}`, onchange: () => choose(face, face.tick.checked) });
  const point = index => () => { photo.pointed = index; redraw(photo); };
  return make('tr', { onmouseenter: point(face.index), onmouseleave: point(-1), onfocusin: point(face.index), onfocusout: point(-1) },
    make('td', {}, make('span', { class: 'face' }, face.thumb, number)),
    make('td', {}, face.det_score.toFixed(2)),
    hasAge ? make('td', {}, face.age ?? '–') : null,
    hasGender ? make('td', {}, { M: 'male', F: 'female' }[face.gender] || '–') : null,
    make('td', { class: 'wide' }, `${Math.round(x2 - x1)} × ${Math.round(y2 - y1)}`),
    make('td', {}, make('label', {}, face.tick)));
}

function redraw(photo) {
  draw(photo.view, photo, photo.faces, new Set(photo.faces.filter(f => isChosen(f) || f.index === photo.pointed).map(f => f.index)));
  for (const face of photo.faces) if (face.tick) face.tick.checked = isChosen(face);
}

function remove(photo) {
  photos.splice(photos.indexOf(photo), 1);
  photo.box.remove();
  photo.faces.forEach(forget);
  $('clear').hidden = photos.length === 0;
  say($('status'), photos.length === 0 ? '' : `${photo.name} was removed.`);
}
