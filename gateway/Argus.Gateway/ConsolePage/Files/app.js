import { $ } from './dom.js';
import './key.js';
import * as models from './models.js';
import * as photos from './photos.js';

// Most gateways serve no jobs. What did not arrive is asked for again with the next state.
let jobs;
async function serve(services) {
  const has = name => services.some(s => s.serves === name);
  $('datasets-link').hidden = !has('datasets');
  if (jobs || has('jobs')) (jobs = await import('./jobs.js')).serve(services);
}

photos.start();
models.start(serve);
