import { $, arrange, make, many, say, short } from './dom.js';
import { key } from './api.js';
import { follow } from './feed.js';
import { offer } from './photos.js';

const FaceTasks = ['face-detection', 'face-embedding', 'face-analysis'];
const ManyCards = 8;
const cards = new Map();

export function start(serve) {
  follow((state, how) => { show(state, how); serve(state.services); }, e => {
    // What another key was shown is not for this one.
    if (e.isRefusal) { clear(); serve([]); }
    say($('models-note'), e.status === 401 && !key.value ? 'Give a key to see the models.' : e.message);
    $('models-note').hidden = false;
  });
  $('find').addEventListener('input', find);
}

function clear() {
  cards.clear();
  $('cards').replaceChildren();
  for (const id of ['summary', 'foot', 'news']) say($(id), '');
  $('find-line').hidden = true;
  offer([]);
}

function show(state, how) {
  const { deployments } = state;
  const note = $('models-note');
  note.hidden = deployments.length > 0;
  say(note, state.state === 'starting' ? 'The gateway has not read the cluster yet.' : 'There is no ModelDeployment. kubectl apply one, and it appears here.');
  arrange($('cards'), cards, deployments, nameOf, newCard, update);
  find();
  summarise(state, how);
  offer(deployments.filter(d => FaceTasks.includes(d.task)).map(nameOf));
}

const nameOf = d => `${d.namespace}/${d.name}`;

function summarise({ gateway, version, state, window_seconds: seconds, deployments }, how) {
  const ready = deployments.filter(d => d.ready === 'True').length;
  const rate = deployments.reduce((sum, d) => sum + d.figures.requests_per_second, 0);
  say($('summary'), deployments.length ? `${ready} of ${deployments.length} ready · ${rate.toFixed(1)} requests/s` : '');
  $('find-line').hidden = deployments.length <= ManyCards;
  const stopping = state === 'stopping' ? ' It is stopping.' : '';
  say($('foot'), `Figures are those of the gateway ${gateway} alone, of its last ${seconds} s; another gateway tells its own.${stopping} Argus ${version}, ${how === 'live' ? 'live' : 'read every 5 s'}.`);
}

function newCard({ namespace, name }) {
  const card = { facts: new Map(), figures: new Map() };
  card.state = make('span', { class: 'state' });
  card.why = make('p', { class: 'why' });
  card.factList = make('dl', { class: 'facts' });
  card.figureList = make('dl', { class: 'figures', 'aria-label': 'Figures of the last minute' });
  card.box = make('li', { class: 'card' },
    make('header', {}, make('h3', {}, name, ' ', make('small', {}, namespace)), card.state), card.why, card.factList, card.figureList);
  return card;
}

function update(card, d) {
  const state = stateOf(d);
  card.box.className = `card ${state.kind}`;
  if (card.word && card.word !== state.word) say($('news'), `${d.name} is now ${state.word}: ${d.reason}. ${d.message}`);
  card.word = state.word;
  say(card.state, state.word);
  say(card.why, [d.reason, d.message].filter(Boolean).join(': '));
  put(card.facts, card.factList, facts(d));
  put(card.figures, card.figureList, figures(d.figures, d));
}

function stateOf(d) {
  if (d.paused) return { kind: 'wait', word: 'Paused' };
  if (d.ready === 'True') return { kind: 'ok', word: d.pods === 0 && d.sleeps ? 'Asleep' : 'Ready' };
  return d.ready === 'False' && d.ready_replicas === 0 ? { kind: 'bad', word: 'Not ready' } : { kind: 'wait', word: d.ready === 'False' ? 'Not ready' : 'Pending' };
}

function facts(d) {
  const nodes = d.fallback_nodes > 0 ? `, ${many(d.fallback_nodes, 'node')} on the CPU` : '';
  const resting = d.resting > 0 ? `, ${d.resting} not answering` : '';
  const canary = d.canary && `${d.canary.model} ${d.canary.outcome || 'starting'}, ${d.canary.weight} % of requests${d.canary.message ? `: ${d.canary.message}` : ''}`;
  return {
    Task: d.task,
    Model: d.model,
    Hardware: (d.accelerator || `${d.wanted} wanted`) + nodes,
    Replicas: `${d.ready_replicas} of ${d.replicas} ready${resting}${d.sleeps ? ', sleeps when idle' : ''}`,
    Digest: short(d.digest) || 'not known yet',
    Canary: canary || undefined,
  };
}

const ms = value => value === null ? '–' : value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(0)} s`;

function figures(f, d) {
  return {
    'Requests/s': f.requests_per_second.toFixed(1),
    'In flight': d.in_flight,
    Held: d.held,
    'p50': ms(f.p50_ms),
    'p95': ms(f.p95_ms),
    Errors: f.errors + (f.refused ? ` + ${f.refused} refused` : ''),
  };
}

function put(known, list, values) {
  for (const [name, value] of Object.entries(values)) {
    let entry = known.get(name);
    if (value === undefined) {
      entry?.remove();
      known.delete(name);
      continue;
    }
    if (!entry) {
      entry = make('div', {}, make('dt', {}, name), make('dd'));
      known.set(name, entry);
      list.append(entry);
    }
    say(entry.lastChild, `${value}`);
    entry.classList.toggle('hot', name === 'Errors' && !`${value}`.startsWith('0'));
  }
}

function find() {
  const wanted = $('find-line').hidden ? '' : $('find').value.trim().toLowerCase();
  for (const [, card] of cards) card.box.hidden = !card.box.textContent.toLowerCase().includes(wanted);
}
