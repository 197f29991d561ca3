import { $, make, many, say } from './dom.js';
import { call, key } from './api.js';
import './key.js';

const Page = 24, Beat = 10_000;
const states = { candidate: 'To decide', accepted: 'Accepted', rejected: 'Rejected', skipped: 'Skipped', collecting: 'Being collected' };
const ends = { running: 'At work', completed: 'Done', failed: 'Failed', crashed: 'Broken off' };
let classes = [], cursor = null, turn = 0, timer, shownRuns = '';

const read = async path => (await call(`../datasets/${path}`)).json();
const send = async (path, body) => (await call(`../datasets/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
const cell = (text, attributes) => make('td', attributes, text);
const head = (text, scope = 'col') => make('th', { scope }, text);
const percent = part => `${(part * 100).toFixed(1)} %`;

$('filter').addEventListener('submit', e => { e.preventDefault(); review(); });
$('more').addEventListener('click', () => more(turn));
for (const flow of ['daily', 'monthly']) $(`run-${flow}`).addEventListener('click', () => tell(async () => { await send('runs', { flow }); await runs(); }));
document.addEventListener('visibilitychange', beat);
key.onChange(start);
start();

async function start() {
  try {
    ({ classes } = await read('classes'));
    const chosen = $('class').value;
    $('class').replaceChildren(make('option', { value: '' }, 'all'), ...classes.map(c => make('option', { value: c, selected: c === chosen }, c)));
  } catch (e) {
    say($('review-note'), e.message);
    return;
  }
  shownRuns = '';
  review();
  checkpoint();
  beat();
}

async function review() {
  $('cards').replaceChildren();
  $('errors').replaceChildren();
  cursor = null;
  await more(++turn);
}

async function more(mine) {
  const query = new URLSearchParams({ limit: Page });
  for (const id of ['state', 'class', 'day']) if ($(id).value) query.set(id, $(id).value);
  if (cursor !== null) query.set('cursor', cursor);
  try {
    const page = await read(`candidates?${query}`);
    if (mine !== turn) return;
    cursor = page.next_cursor ?? null;
    const added = page.candidates.map(card), isFirst = !$('cards').firstChild;
    $('cards').append(...added.map(c => c.box));
    $('more').hidden = cursor === null;
    count();
    added.forEach(photo);
    if (!isFirst && added.length) added[0].card.focus();
  } catch (e) {
    if (mine === turn) say($('review-note'), e.message);
  }
}

function count() {
  const shown = $('cards').childElementCount;
  say($('review-note'), shown ? `${many(shown, 'photo')}${cursor === null ? '' : ', and more'}` : 'There is nothing of that kind.');
}

function card(candidate) {
  const name = `c${candidate.id}`, entry = { candidate };
  entry.shot = make('div', { class: 'shot' });
  entry.state = make('p', { class: 'state' });
  entry.pick = make('select', { onchange: () => label(entry), onkeydown: e => { if (e.key === 'Enter') { e.preventDefault(); accept(entry); } } },
    ...classes.includes(candidate.predicted_class) ? [] : [make('option', { value: '' }, 'choose …')],
    ...classes.map(c => make('option', { value: c, selected: c === (candidate.class || candidate.predicted_class) }, c)));
  entry.yes = make('button', { type: 'button', class: 'main', onclick: () => accept(entry) });
  entry.no = make('button', { type: 'button', onclick: () => decide(entry, 'reject', {}), 'aria-label': `Reject candidate ${candidate.id}` }, 'Reject');
  const open = candidate.state !== 'skipped' && candidate.state !== 'collecting';
  entry.card = make('article', { class: 'card', tabindex: 0, 'aria-labelledby': name, 'aria-describedby': open && 'keys', onkeydown: e => shortcut(entry, e) },
    entry.shot,
    make('h3', { id: name }, make('span', {}, candidate.predicted_class), make('span', { title: 'Confidence' }, candidate.confidence.toFixed(2))),
    make('p', { class: 'soft' }, `${candidate.day} · ${candidate.user_id} · ${candidate.id}`),
    entry.state,
    open ? make('label', {}, 'Class', entry.pick) : null,
    open ? make('div', { class: 'line' }, entry.yes, entry.no) : null);
  entry.box = make('li', {}, entry.card);
  entry.box.entry = entry;
  update(entry, candidate);
  return entry;
}

function update(entry, candidate) {
  entry.candidate = candidate;
  const { state, class: chosen, predicted_class: predicted, decided_by: by, reason } = candidate;
  entry.card.classList.toggle('ok', state === 'accepted');
  entry.card.classList.toggle('bad', state === 'rejected' || state === 'skipped');
  entry.card.classList.toggle('wait', state === 'candidate' || state === 'collecting');
  say(entry.state, `${states[state]}${chosen && chosen !== predicted ? ` as ${chosen}` : ''}${by ? ` by ${by}` : ''}${reason ? `: ${reason}` : ''}`);
  label(entry);
}

function label({ candidate, pick, yes }) {
  const same = pick.value === candidate.predicted_class;
  yes.disabled = !pick.value;
  say(yes, same || !pick.value ? 'Accept' : `Relabel as ${pick.value}`);
  yes.setAttribute('aria-label', `${yes.textContent}: candidate ${candidate.id}`);
}

// An img cannot show a key.
async function photo({ candidate, shot }) {
  if (!candidate.key) return say(shot, 'No photo');
  try {
    const url = URL.createObjectURL(await (await call(`../datasets/candidates/${candidate.id}/photo`)).blob());
    const done = () => URL.revokeObjectURL(url);
    shot.append(make('img', { src: url, alt: `Photo of candidate ${candidate.id}`, onload: done, onerror: () => { done(); say(shot, 'This browser cannot show it.'); } }));
  } catch (e) {
    say(shot, e.message);
  }
}

// Only within a card, and never while a class is chosen: there letters have a meaning already.
function shortcut(entry, e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target === entry.pick) return;
  const { box, pick } = entry, decides = pick.isConnected;
  const act = {
    arrowright: () => box.nextElementSibling?.entry.card.focus(),
    arrowleft: () => box.previousElementSibling?.entry.card.focus(),
    a: decides && (() => accept(entry)),
    r: decides && (() => decide(entry, 'reject', {})),
    l: decides && (() => pick.focus()),
  }[e.key.toLowerCase()];
  if (!act) return;
  e.preventDefault();
  act();
}

function accept(entry) {
  const { candidate, pick } = entry;
  if (pick.value === candidate.predicted_class) decide(entry, 'accept', {});
  else if (pick.value) decide(entry, 'relabel', { class: pick.value });
  else pick.focus();
}

async function decide(entry, verb, body) {
  if (entry.busy) return;
  entry.busy = true;
  const mine = turn;
  await tell(async () => {
    const was = entry.candidate.state;
    update(entry, await send(`candidates/${entry.candidate.id}/${verb}`, body));
    say($('review-note'), `Candidate ${entry.candidate.id}: ${entry.state.textContent}.`);
    // Who changes a decision looks at it again; else the next one is to be decided.
    if (mine !== turn || was !== 'candidate' || !entry.card.contains(document.activeElement)) return;
    let next = entry.box.nextElementSibling;
    while (next && next.entry.candidate.state !== 'candidate') next = next.nextElementSibling;
    (next ? next.entry.card : $('more').hidden ? entry.card : $('more')).focus();
  }, `Candidate ${entry.candidate.id}`);
  entry.busy = false;
}

function beat() {
  clearTimeout(timer);
  // Nobody looks at a hidden tab.
  if (!document.hidden) runs();
}

async function runs() {
  clearTimeout(timer);
  try {
    const { runs: list } = await read('runs?limit=50'), text = JSON.stringify(list);
    say($('runs-note'), list.length ? '' : 'Nothing has run yet.');
    if (text !== shownRuns) {
      shownRuns = text;
      $('runs-box').hidden = !list.length;
      $('run-rows').replaceChildren(...list.map(row));
      sets(list);
      checkpoint();
    }
  } catch (e) {
    say($('runs-note'), e.message);
    if (e.isRefusal) return;
  }
  timer = setTimeout(beat, Beat);
}

const nameOf = run => run.flow === 'monthly' ? run.date.slice(0, 7) : run.date;

function row(run) {
  const counts = Object.entries(run.counts).sort(([a], [b]) => a < b ? -1 : 1).map(([name, n]) => `${name.replaceAll('_', ' ')} ${n}`).join(', ');
  return make('tr', { class: run.state },
    cell(run.flow), cell(nameOf(run)),
    make('td', {}, make('span', { class: 'state' }, ends[run.state] || run.state), make('span', { class: 'error-text' }, run.error || '')),
    cell(counts || '–'), cell(run.started_at.slice(0, 16).replace('T', ' ')), cell(run.seconds == null ? '–' : `${run.seconds.toFixed(1)} s`));
}

async function sets(list) {
  const last = flow => list.find(r => r.flow === flow && r.state === 'completed');
  const [day, month] = [last('daily'), last('monthly')];
  const wanted = [day && `candidates/${nameOf(day)}`, month && `verified/${nameOf(month)}`, month && `full/${nameOf(month)}`].filter(Boolean);
  try {
    const found = await Promise.all(wanted.map(name => read(`manifests/${name}?objects=false`)));
    const names = [...new Set(found.flatMap(f => Object.keys(f.classes)))].sort();
    $('sets-box').hidden = !found.length;
    say($('sets-note'), found.length ? '' : 'There is no complete dataset yet.');
    $('set-heads').replaceChildren(make('tr', {}, head('Class'), ...found.map(f => head(`${f.kind} ${f.name}`))));
    const line = (name, of) => make('tr', {}, head(name, 'row'), ...found.map(f => cell(`${of(f)}`)));
    $('set-rows').replaceChildren(...names.map(n => line(n, f => f.classes[n] || 0)), line('Skipped', f => f.skipped), line('All', f => f.total));
  } catch (e) {
    say($('sets-note'), e.message);
  }
}

async function checkpoint() {
  try {
    const current = await read('models/current.json'), report = await read(`${current.checkpoint}/report.json`);
    const fact = (name, text) => make('div', {}, make('dt', {}, name), make('dd', {}, text));
    $('facts').replaceChildren(
      fact('Made from', `full ${report.month}, ${current.checkpoint.split('/').pop()}`),
      fact('Accuracy', `${percent(report.accuracy)} of ${many(report.held_out, 'face')} held out${report.current_accuracy == null ? '' : `; those before: ${percent(report.current_accuracy)}`}`),
      fact('Learnt', `from ${many(report.trained, 'face')}; ${report.unusable} photos without a usable face, ${(report.gone || []).length} deleted`),
      fact('Model', report.model_digest),
      fact('Promoted', report.reason));
    $('numbers').replaceChildren(
      make('caption', { class: 'soft' }, 'Held-out faces: true class by row, found class by column'),
      make('thead', {}, make('tr', {}, head('True class'), ...report.classes.map(c => head(c)))),
      make('tbody', {}, ...report.confusion.map((line, i) => make('tr', {}, head(report.classes[i], 'row'), ...line.map(n => cell(`${n}`))))));
    const url = URL.createObjectURL(await (await call(`../datasets/${current.checkpoint}/confusion.png`)).blob()), image = $('confusion');
    image.onload = () => URL.revokeObjectURL(url);
    image.src = url;
    image.alt = `Confusion of ${many(report.classes.length, 'class', 'classes')}, drawn; the numbers stand below.`;
    image.hidden = false;
    $('checkpoint-box').hidden = false;
    say($('checkpoint-note'), '');
  } catch (e) {
    say($('checkpoint-note'), e.message);
    $('checkpoint-box').hidden = true;
  }
}

async function tell(work, name) {
  try {
    await work();
  } catch (e) {
    const box = make('div', { class: 'error' }, make('span', {}, name ? `${name}: ${e.message}` : e.message), make('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => box.remove() }, '✕'));
    $('errors').append(box);
  }
}
