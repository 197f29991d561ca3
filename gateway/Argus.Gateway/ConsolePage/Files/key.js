import { $, say } from './dom.js';
import { key } from './api.js';

const Kept = 'It is kept in this tab only, and forgotten when that is closed.';
const form = $('key'), field = $('key-value'), open = $('key-open');

function showKey(on) {
  form.hidden = !on;
  $('key-forget').hidden = !key.value;
  open.setAttribute('aria-expanded', on);
  if (on) field.focus();
}

function explain(text, wrong) {
  say($('key-why'), text);
  field.setAttribute('aria-invalid', wrong);
}

open.addEventListener('click', () => { explain(`Sent with every request as X-API-Key. ${Kept}`, false); showKey(form.hidden); });
form.addEventListener('submit', e => {
  e.preventDefault();
  const text = field.value.trim();
  // A browser cannot even send it.
  if (!/^[\x21-\x7e]*$/.test(text)) {
    explain('That is no key: it holds spaces or letters that no key has.', true);
    field.select();
    return;
  }
  key.value = text;
  field.value = '';
  showKey(false);
  open.focus();
});
$('key-forget').addEventListener('click', () => { key.value = ''; field.value = ''; showKey(true); });
key.onAsked(() => {
  if (key.value) explain('The gateway does not take this key.', true);
  else explain(`The gateway asks for a key. ${Kept}`, false);
  if (form.hidden) showKey(true);
});
