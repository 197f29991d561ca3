import { $, arrange, make, many, say } from './dom.js';
import { call, key } from './api.js';

const Shown = 20, Beat = 2_000;
const words = { pending: 'Waiting', processing: 'At work', completed: 'Done', error: 'Failed', sync_failed: 'Not delivered' };
const tasks = { face_detection: 'Find faces', face_embedding: 'Vectors of faces', image_embedding: 'Vector of the picture', video_faces: 'Faces in the video' };
const rows = new Map();
let served = false, hasMedia = false, timer, turn = 0;

document.head.append(make('link', { rel: 'stylesheet', href: 'console/jobs.css' }));
document.querySelector('main').append(section());
// Nobody looks at a hidden tab.
document.addEventListener('visibilitychange', again);
key.onChange(() => { clear(); again(); });

function section() {
  const button = (id, text, file) => make('button', { type: 'button', id, onclick: () => $(file).click() }, text);
  const files = (id, label, multiple, use) => make('input', { type: 'file', id, accept: id === 'job-file' ? 'image/*,video/*' : 'image/*', multiple, hidden: true, tabindex: -1, 'aria-label': label, onchange: e => { use([...e.target.files]); e.target.value = ''; } });
  const head = (text, wide) => make('th', { scope: 'col', class: wide && 'wide' }, text);
  return make('section', { id: 'jobs', 'aria-labelledby': 'jobs-title', tabindex: -1, hidden: true },
    make('div', { class: 'head' }, make('h2', { id: 'jobs-title' }, 'Jobs'), make('p', { id: 'jobs-summary', class: 'soft' })),
    make('div', { class: 'line' },
      make('label', { for: 'job-task' }, 'Task'),
      make('select', { id: 'job-task' }, ...Object.entries(tasks).map(([value, text]) => make('option', { value }, text))),
      button('job-add', 'Add files', 'job-file'),
      button('search-open', 'Search a picture', 'search-file'),
      files('job-file', 'Pictures or videos for jobs', true, add),
      files('search-file', 'Picture to search for', false, ([file]) => search(file))),
    make('p', { id: 'jobs-note', class: 'soft', role: 'status' }),
    make('div', { id: 'jobs-errors', role: 'alert' }),
    make('div', { id: 'hits', class: 'panel', hidden: true }, make('h3', { id: 'hits-title' }), make('ul', { id: 'hit-list' })),
    make('div', { class: 'jobs', id: 'jobs-box', tabindex: 0, role: 'region', 'aria-label': 'Latest jobs', hidden: true },
      make('table', {},
        make('thead', {}, make('tr', {}, head('Task'), head('Picture'), head('State'), head('Priority', true), head('Took', true), head(make('span', { class: 'unseen' }, 'Action')))),
        make('tbody', { id: 'jobs-rows' }))));
}

// Told with every state which services there are.
export function serve(services) {
  const has = name => services.some(s => s.serves === name && s.pods > 0);
  hasMedia = has('media');
  $('job-add').hidden = !hasMedia;
  if (has('jobs') === served) return;
  served = has('jobs');
  $('jobs').hidden = $('jobs-link').hidden = !served;
  if (!served) clear();
  again();
}

function again() {
  clearTimeout(timer);
  if (served && !document.hidden) look(++turn);
}

async function look(mine) {
  try {
    const [list, stats] = await Promise.all([call(`job?limit=${Shown}`), call('jobs/stats')]);
    const { jobs } = await list.json(), counted = await stats.json();
    if (mine !== turn) return;
    show(jobs);
    summarise(counted);
    say($('jobs-note'), jobs.length ? '' : 'There are no jobs yet.');
  } catch (e) {
    if (mine !== turn) return;
    say($('jobs-note'), e.message);
    // Another key may be given.
    if (e.isRefusal) return clear();
  }
  timer = setTimeout(again, Beat);
}

function clear() {
  rows.clear();
  $('jobs-rows').replaceChildren();
  $('jobs-box').hidden = $('hits').hidden = true;
  say($('jobs-summary'), '');
}

function summarise({ jobs, outbox, counted_at: now }) {
  const sum = state => jobs.filter(j => j.status === state).reduce((total, j) => total + j.count, 0);
  const parts = Object.keys(words).filter(s => sum(s) > 0).map(s => `${sum(s)} ${words[s].toLowerCase()}`);
  const oldest = Math.min(...jobs.filter(j => j.status === 'pending').map(j => j.oldest_created_at));
  if (Number.isFinite(oldest)) parts.push(`the oldest waits ${length(now - oldest)}`);
  for (const { sink, waiting, dead } of outbox)
    if (waiting || dead) parts.push(`${sink}: ${many(waiting, 'message')} to send${dead ? `, ${dead} given up` : ''}`);
  say($('jobs-summary'), parts.join(' · '));
}

function show(jobs) {
  $('jobs-box').hidden = jobs.length === 0;
  arrange($('jobs-rows'), rows, jobs, job => job.job_id, newRow, update);
}

function newRow(job) {
  const row = { state: make('span', { class: 'state' }), found: make('span', { class: 'soft' }), why: make('span', { class: 'error-text' }), took: make('td', { class: 'wide' }), act: make('button', { type: 'button', onclick: () => act(row) }) };
  row.box = make('tr', { title: job.job_id },
    make('td', {}, tasks[job.task_type] || job.task_type),
    make('td', {}, `${job.media_store_id}`),
    make('td', {}, row.state, ' ', row.found, row.why),
    make('td', { class: 'wide' }, `${job.priority}`),
    row.took,
    make('td', {}, row.act));
  return row;
}

function update(row, job) {
  row.job = job;
  row.box.className = job.status;
  say(row.state, words[job.status] || job.status);
  say(row.found, job.progress ? far(job.progress) : found(job.result));
  say(row.why, job.error_message || '');
  say(row.took, job.completed_at && job.started_at ? length(job.completed_at - job.started_at) : '–');
  const open = job.status === 'pending' || job.status === 'processing', failed = job.status === 'error' || job.status === 'sync_failed';
  row.act.hidden = !open && !failed;
  say(row.act, open ? 'Cancel' : 'Try again');
  row.act.setAttribute('aria-label', `${open ? 'Cancel' : 'Try again'}: ${tasks[job.task_type]} of ${job.task_type === 'video_faces' ? 'video' : 'picture'} ${job.media_store_id}`);
}

function far({ frames, total }) {
  return total ? `${frames} of ${many(total, 'frame')}` : many(frames, 'frame');
}

function found(result) {
  if (!result) return '';
  if (result.tracks) return `${many(result.track_count, 'track')}${named(result.tracks)}`;
  if (result.face_count !== undefined) return many(result.face_count, 'face');
  return result.embedding_dimension ? many(result.embedding_dimension, 'value') : '';
}

function named(tracks) {
  const names = [...new Set(tracks.map(t => t.tag?.name).filter(Boolean))];
  return names.length ? `: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}` : '';
}

async function act({ job }) {
  const verb = job.status === 'pending' || job.status === 'processing' ? 'cancel' : 'retry';
  await tell(() => call(`job/${job.job_id}/${verb}`, { method: 'POST' }));
  again();
}

async function add(files) {
  const task = $('job-task').value;
  $('jobs-errors').replaceChildren();
  for (const [i, file] of files.entries()) {
    say($('jobs-note'), `Uploading ${i + 1} of ${files.length} …`);
    await tell(async () => {
      const form = new FormData();
      form.append('is_collection', 'false');
      form.append('label', file.name);
      form.append('file', file, file.name);
      const { id } = await (await call('entity/', { method: 'POST', body: form })).json();
      await call(`job/${file.type.startsWith('video/') ? 'video_faces' : task}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ media_store_id: id }) });
    }, file.name);
  }
  again();
}

// By whole pictures or by the largest face, as the chosen task has it.
async function search(file) {
  const faces = $('job-task').value !== 'image_embedding';
  $('jobs-errors').replaceChildren();
  say($('jobs-note'), `Searching for ${file.name} …`);
  await tell(async () => {
    const form = new FormData();
    form.append('file', file, 'picture');
    const { results } = await (await call(`search/${faces ? 'faces' : 'images'}`, { method: 'POST', body: form })).json();
    const items = results.map(hit);
    $('hit-list').replaceChildren(...items.map(i => i.box));
    say($('hits-title'), results.length ? `Most alike to ${file.name}, by ${faces ? 'face' : 'picture'}` : `Nothing is like ${file.name} yet`);
    $('hits').hidden = false;
    if (hasMedia) items.forEach(picture);
  }, file.name);
  again();
}

function hit({ media_store_id: id, score }) {
  const image = make('img', { alt: `Picture ${id}`, hidden: true });
  return { id, image, box: make('li', {}, image, make('span', {}, `Picture ${id}`), ' ', make('span', { class: 'soft' }, score.toFixed(3))) };
}

// An img cannot show a key.
async function picture({ id, image }) {
  try {
    const url = URL.createObjectURL(await (await call(`entity/${id}/file`)).blob());
    image.addEventListener('load', () => URL.revokeObjectURL(url), { once: true });
    image.src = url;
    image.hidden = false;
  } catch {
    // It is shown without its picture: that may be gone.
  }
}

async function tell(work, name) {
  try {
    await work();
  } catch (e) {
    const box = make('div', { class: 'error' }, make('span', {}, name ? `${name}: ${e.message}` : e.message), make('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => box.remove() }, '✕'));
    $('jobs-errors').append(box);
  }
}

const length = ms => ms < 1000 ? `${Math.round(ms)} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
