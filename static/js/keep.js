/* Keeps on this tablet what was done on it, until the teacher's laptop has it; keeps lessons, plays and sounds too.
   An act counts as kept only once IndexedDB has put it on the disk. Knows no lesson and no page. */
(function () {
  'use strict';

  const STORES = { acts: { autoIncrement: true }, plays: { keyPath: 'session' }, drawings: { keyPath: 'address' },
    sounds: { keyPath: 'name' }, things: { keyPath: 'name' } };
  const MOST = 50;
  const PATIENCE = 8000;
  const SHOWN = 50; // the new screen comes first
  const WAITS = [300, 600, 1200, 2400, 4000];
  const page = String(Math.random());
  let sending = null; // the message on its way
  let again = 0; // the timer of the next one
  let failures = 0;
  let answered = 0; // when the laptop last did, on this page's clock
  let headers = {};

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open('bandaojia', 1);
    asked.onupgradeneeded = () => Object.keys(STORES).forEach((name) => asked.result.createObjectStore(name, STORES[name]));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => failed(asked.error);
  });
  opened.catch(() => { /* without it each act goes to the laptop by itself */ });

  const result = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  /* Do some work in one transaction; resolves, once it is on the disk, to what the work gave. */
  async function within(names, mode, work) {
    const transaction = (await opened).transaction(names, mode, { durability: 'strict' });
    const kept = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
    const [found] = await Promise.all([work(...names.map((name) => transaction.objectStore(name))), kept]);
    return found;
  }

  const get = (name, key) => within([name], 'readonly', (store) => result(store.get(key)));
  const all = (name) => within([name], 'readonly', (store) => result(store.getAll()));
  const put = (name, value) => within([name], 'readwrite', (store) => result(store.put(value)));
  const drop = (name, key) => within([name], 'readwrite', (store) => result(store.delete(key)));

  /* A new UUID of version 7: the time, then chance. */
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let time = Date.now();
    for (let i = 5; i >= 0; i -= 1) { bytes[i] = time % 256; time = Math.floor(time / 256); }
    bytes[6] = 0x70 | (bytes[6] & 15);
    bytes[8] = 0x80 | (bytes[8] & 63);
    const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  const stamp = () => ({ wall: Date.now(), since: performance.now(), page });
  const ago = (then) => Math.max(0, then.page === page ? performance.now() - then.since : Date.now() - then.wall);

  /* The acts that the laptop may not have yet, oldest first. */
  const pending = () => within(['acts'], 'readonly', async (store) => {
    const [keys, acts] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
    return acts.map((act, i) => Object.assign({ n: keys[i] }, act));
  });

  const row = (one) => [one.uuid, one.act, one.value];

  /* Keep one act of a play: as little as can be, for a finger waits. The play itself gets it when it is let go. Only who sits
     here acts: on a page of a sitting that is over nothing is kept, and the page leads on. */
  async function act(play, done) {
    const mine = window.keep.atHome ? undefined : document.body.dataset.sitting;
    const here = await within(['acts', 'things'], 'readwrite', async (acts, things) => {
      const found = mine === undefined ? null : await result(things.get('sitting'));
      const sitting = found ? found.value : null;
      if (mine !== undefined && (!sitting || sitting.id !== mine)) return false;
      acts.add(Object.assign({ session: play.session, at: stamp(), sitting }, done));
      return true;
    });
    if (!here) {
      window.here.over();
      throw Object.assign(new Error('another sitting'), { over: true });
    }
    play.acts.push(row(done));
    document.documentElement.dataset.waiting = '';
    soon(SHOWN);
  }

  async function tell(more) {
    const waiting = await pending();
    if (!waiting.length) delete document.documentElement.dataset.waiting;
    const detail = Object.assign({ here: waiting.length, waiting, failures, reached: failures === 0 && answered > 0 }, more);
    document.dispatchEvent(new CustomEvent('kept', { detail }));
  }

  function soon(wait) {
    clearTimeout(again);
    if (!window.keep.atHome) again = setTimeout(send, wait);
  }

  /* Acts that wait, the oldest first and at most so many, and what the laptop is told of them. */
  async function message(most, held = new Set()) {
    const [waiting, plays] = await Promise.all([pending(), all('plays')]);
    const acts = waiting.filter((one) => !held.has(one.uuid)).slice(0, most);
    const seats = new Map(acts.map((one) => one.sitting).filter(Boolean).map((sitting) => [sitting.id, sitting]));
    const over = new Map();
    for (const id of seats.keys()) over.set(id, await get('things', 'over ' + id));
    const opened = plays.filter((play) => play.ticket && acts.some((one) => one.session === play.session));
    const body = {
      openings: opened.map(({ session, ticket, locale, voice, at }) => ({ session, ticket, locale, voice, ago: ago(at) })),
      sittings: Array.from(seats.values(), ({ id, learner, away, at }) => ({ id, learner, away: Boolean(away), ago: at ? ago(at) : 0,
        over: over.get(id) ? ago(over.get(id).value) : null })),
      acts: acts.map(({ uuid: id, session, act: done, value, screen, outcome, at, sitting }) => ({ uuid: id, session, act: done, value, screen, outcome, ago: ago(at), sitting: sitting ? sitting.id : '' })),
    };
    return [acts, body];
  }

  async function post(body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch('/acts', { method: 'POST', body: JSON.stringify(body), signal: stop.signal, credentials: 'same-origin',
        headers: Object.assign({ 'Content-Type': 'application/json' }, headers) });
      if (!answer.ok) throw new Error(String(answer.status));
      return await answer.json();
    } finally {
      clearTimeout(timer);
    }
  }

  /* The laptop has these acts for good, or will never take them: they wait no more, and are the play's. */
  const let_go = (acts, answer) => {
    const done = new Set(answer.kept.concat(answer.refused));
    const gone = acts.filter((one) => done.has(one.uuid));
    return within(['acts', 'plays'], 'readwrite', (store, plays) => {
      gone.forEach((one) => store.delete(one.n));
      Array.from(new Set(gone.map((one) => one.session))).forEach((session) => {
        plays.get(session).onsuccess = ({ target: { result: play } }) => {
          if (!play) return;
          const known = new Set(play.acts.map(([uuid_]) => uuid_));
          const mine = gone.filter((one) => one.session === session);
          play.acts = play.acts.concat(mine.filter((one) => !known.has(one.uuid)).map(row));
          play.done = play.done || mine.some((one) => one.end);
          plays.put(play);
        };
      });
    });
  };

  /* Send what is waiting, one message at a time, until nothing is left or the laptop does not answer. */
  function send() {
    if (sending) return sending.then(send, send); // what came in the meantime may have missed that message
    sending = sendAll().finally(() => { sending = null; });
    return sending;
  }

  async function sendAll() {
    const held = new Set(); // what the laptop neither has nor refuses: it waits until whose it is sits at the laptop's pages
    for (let next = await message(MOST); next[0].length; next = await message(MOST, held)) {
      let answer;
      try {
        answer = await post(next[1]);
      } catch (unreached) {
        failures += 1;
        soon(WAITS[Math.min(failures, WAITS.length) - 1]);
        await tell({ trouble: String(unreached) });
        return;
      }
      failures = 0;
      answered = performance.now();
      await let_go(next[0], answer);
      const done = new Set(answer.kept.concat(answer.refused));
      next[0].forEach((one) => { if (!done.has(one.uuid)) held.add(one.uuid); });
      await tell({ answer });
    }
    await tell({});
    if (!held.size) await drop('things', IDBKeyRange.bound('over ', 'over ~')); // they were told
  }

  /* A lesson by the address of its drawing: from this tablet, else from the laptop, then kept. */
  async function drawing(address) {
    const kept = await get('drawings', address).catch(() => null);
    if (kept) return kept.lesson;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error('no drawing at ' + address);
    const lesson = await answer.json();
    await put('drawings', { address, lesson });
    return lesson;
  }

  /* A clip that is kept here; null when there is none. */
  const sound = (address) => get('sounds', address.split('/').pop()).then((kept) => (kept ? kept.blob : null), () => null);

  window.addEventListener('online', () => soon(0));
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(0); });

  window.keep = { opened, get, all, put, drop, within, uuid, stamp, ago, act, row, pending, message, send, drawing, sound,
    reached: () => failures === 0 && answered > 0, speakAs: (more) => { headers = more; }, headers: () => headers };
}());
