import { call, key, Problem } from './api.js';

const Patience = 40_000, Poll = 5_000, Again = 30_000;

// Follows the state: as a stream, or where that breaks by asking until it works again.
export function follow(onState, onTrouble) {
  let stop = new AbortController(), running = false;

  async function run(signal) {
    let streamFrom = 0;
    while (!signal.aborted) {
      try {
        if (Date.now() >= streamFrom) {
          streamFrom = Date.now() + Again;
          await stream(signal, onState);
        }
        onState(await (await call('console/state', { signal })).json(), 'polled');
      } catch (e) {
        if (signal.aborted) return;
        onTrouble(e);
        // Whoever is asked for a key has to give one first.
        if (e.isRefusal) return;
      }
      await pause(Poll, signal);
    }
  }

  function restart() {
    stop.abort();
    stop = new AbortController();
    running = !document.hidden;
    if (running) run(stop.signal);
  }

  key.onChange(restart);
  // Nobody looks at a hidden tab.
  document.addEventListener('visibilitychange', () => { if (document.hidden === running) restart(); });
  restart();
}

async function stream(signal, onState) {
  const own = new AbortController(), end = () => own.abort();
  signal.addEventListener('abort', end);
  let alive = setTimeout(end, Patience);
  try {
    const response = await call('console/events', { signal: own.signal });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(alive);
      alive = setTimeout(end, Patience);
      const events = (text + value).split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = event.split('\n').filter(l => l.startsWith('data: ')).map(l => l.slice(6)).join('\n');
        if (data) onState(JSON.parse(data), 'live');
      }
    }
  } catch (e) {
    if (e instanceof Problem && e.status !== 0) throw e;
  } finally {
    clearTimeout(alive);
    signal.removeEventListener('abort', end);
    own.abort();
  }
}

const pause = (ms, signal) => new Promise(done => {
  const timer = setTimeout(done, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
});
