/* Keeps the few words that somebody said after "Not clear here" on this tablet until the teacher's laptop has them: twenty at
   most, the oldest go first. They are sent after the acts of their play and never hold an act back. Knows no page. */
(function () {
  'use strict';

  const MOST = 20;
  const PATIENCE = 20000;
  const AGAIN = 15000; // so long after the laptop did not answer, or did not know yet, the same words are sent again
  const THROUGH = [204, 403, 410, 413, 422]; // it has them, or will never take them: 403 where the tablet belongs to no class any more
  const ALL = IDBKeyRange.bound('words ', 'words ~');
  const keep = () => window.keep;
  const rests = new Map();
  let sending = false;
  let next = 0;

  const done = (request) => new Promise((found, failed) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => failed(request.error);
  });

  const waiting = () => keep().within(['things'], 'readonly', (things) => done(things.getAll(ALL)));

  /* Put words by; their names tell their order. */
  async function put(told) {
    const value = Object.assign({ uuid: keep().uuid(), at: keep().stamp() }, told);
    await keep().within(['things'], 'readwrite', async (things) => {
      things.put({ name: 'words ' + value.uuid, value });
      const names = await done(things.getAllKeys(ALL));
      names.slice(0, Math.max(0, names.length - MOST)).forEach((name) => things.delete(name));
    });
    soon(0);
  }

  /* What says that this message is ours: the tablet's token, or the page's. */
  async function ours() {
    const told = keep().headers();
    if (told['X-Tablet']) return told;
    const token = window.tablet && await window.tablet.kept('token');
    const page = document.querySelector('[name="csrf_token"]');
    return token ? { 'X-Tablet': token } : { 'X-CSRFToken': page ? page.value : '' };
  }

  async function post({ uuid, session, screen, learner, sitting, at, sound }) {
    const body = new FormData();
    Object.entries({ uuid, session, screen, learner, sitting, ago: String(Math.round(keep().ago(at))) }).forEach(([name, told]) => body.append(name, told));
    body.append('sound', sound, 'words.wav');
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch('/unclear/words', { method: 'POST', body, credentials: 'same-origin', signal: stop.signal, headers: await ours() });
      await answer.text();
      return answer.status;
    } finally {
      clearTimeout(timer);
    }
  }

  async function sendAll() {
    const [acts, kept] = await Promise.all([keep().pending(), waiting()]);
    for (const { name, value } of kept) {
      const held = acts.some((act) => act.session === value.session) || (rests.get(name) || 0) > performance.now();
      if (held) continue;
      rests.set(name, performance.now() + AGAIN);
      if (THROUGH.includes(await post(value))) await keep().drop('things', name);
    }
    if ((await waiting()).length) soon(AGAIN);
  }

  function send() {
    if (sending) return;
    sending = true;
    sendAll().catch(() => soon(AGAIN)).then(() => { sending = false; });
  }

  function soon(wait) {
    clearTimeout(next);
    next = setTimeout(send, wait);
  }

  if (!window.indexedDB || !keep() || keep().atHome) return;
  document.addEventListener('kept', ({ detail }) => { if (!detail.failures) soon(0); }); // the acts have gone ahead
  window.addEventListener('online', () => soon(0));
  window.words = { put, waiting };
}());
