import { $, say } from './dom.js';
import { key } from './api.js';
import * as models from './models.js';
import * as photos from './photos.js';

const form = $('key'), field = $('key-value'), open = $('key-open');

function showKey(on) {
  form.hidden = !on;
  open.setAttribute('aria-expanded', on);
  if (on) field.focus();
}

open.addEventListener('click', () => showKey(form.hidden));
form.addEventListener('submit', e => {
  e.preventDefault();
  key.value = field.value.trim();
  field.value = '';
  showKey(false);
  open.focus();
});
$('key-forget').addEventListener('click', () => { key.value = ''; field.value = ''; });
key.onAsked(() => {
  say($('key-why'), key.value ? 'The gateway does not take this key.' : 'The gateway asks for a key. It is kept in this tab only, and forgotten when that is closed.');
  if (form.hidden) showKey(true);
});

photos.start();
models.start();
