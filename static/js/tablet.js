/* The tablet when the laptop is off: fetches pages, lessons and sounds ahead, and shows them from here when nobody answers.
   Runs on every learner's page and on the shell, the one page that opens without the laptop. Knows no lesson. */
(function () {
  'use strict';

  const PROBE = 1500;
  const FRESH = 12 * 3600 * 1000; // so long what was fetched ahead is not asked for again
  const IDLE = 3000; // whoever goes on at once is not kept waiting by what is fetched ahead
  const shell = document.documentElement.hasAttribute('data-shell');
  let person = document.body.dataset.learner || ''; // who sits here

  const keep = () => window.keep;
  const thing = (name) => keep().get('things', name).then((found) => (found ? found.value : null), () => null);
  const note = (name, value) => keep().put('things', { name, value });
  const nameOf = (path, who) => 'page ' + (/^\/(wall)?$/.test(path) ? '/wall' : (who || '') + ' ' + path);
  const whose = (path) => (path.match(/^\/wall\/([0-9a-f-]{36})$/) || [])[1];

  async function answers() {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PROBE);
    try {
      return (await fetch('/healthz', { cache: 'no-store', signal: stop.signal })).ok;
    } catch (unreached) {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /* ── show a page that is kept here in place of this one ── */
  function adopt(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const [mine, theirs] = [document.documentElement, page.documentElement];
    ['lang', 'data-theme', 'data-size'].forEach((name) => mine.setAttribute(name, theirs.getAttribute(name) || ''));
    document.title = page.title;
    const sheets = Array.from(page.querySelectorAll('head > link[rel="stylesheet"]'), (link) => link.getAttribute('href'));
    document.querySelectorAll('link[rel="stylesheet"]').forEach((link) => { link.disabled = sheets.indexOf(link.getAttribute('href')) < 0; });
    document.body.className = page.body.className;
    Object.keys(document.body.dataset).forEach((name) => { delete document.body.dataset[name]; });
    Object.keys(page.body.dataset).forEach((name) => { document.body.dataset[name] = page.body.dataset[name]; });
    document.body.textContent = '';
    Array.from(page.body.childNodes).forEach((node) => document.body.appendChild(document.importNode(node, true)));
    person = document.body.dataset.learner || person;
    scrollTo(0, 0);
    const heading = document.querySelector('h1');
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    document.dispatchEvent(new CustomEvent('shown'));
  }

  const owned = (path) => !/^\/(wall.*)?$/.test(path); // a page of somebody's own
  const sitterIs = async (who) => { const now = await window.here.kept(); return now && now.learner === who ? now : null; };

  /* Shows a kept page; one of somebody's own only to who sits here. */
  async function show(path, who) {
    const kept = await thing(nameOf(path, who));
    const now = owned(path) ? await sitterIs(who) : null;
    if (!kept || (owned(path) && !now)) return false;
    if (nameOf(path, who) === nameOf('/wall', '')) { await window.here.stand(); person = ''; }
    adopt(kept);
    if (now) document.body.dataset.sitting = now.id;
    return true;
  }

  function sorry() {
    const words = document.querySelector('[data-needs]');
    if (!words) return;
    words.hidden = false;
    if (window.speech) window.speech.say([words]);
  }

  /* What was done here is sent before somebody else comes, so that it is on time. */
  const sent = () => Promise.race([keep().send(), new Promise((over) => setTimeout(over, PROBE))]).catch(() => {});

  /* Lead somewhere: to the laptop's page when it answers, else to the one kept here; `sits` says that they sit down by it. */
  async function lead(path, real, who, sits) {
    const mine = document.documentElement.dataset;
    if ('leading' in mine) return;
    mine.leading = '';
    if (await answers()) {
      if (path === '/wall' && 'waiting' in mine) await sent();
      if (!sits) await seat(path, who);
      if (sits && shell) location.assign('/wall/' + who); else real(); // what a kept form would send may be too old
      return;
    }
    if (sits && !await window.here.sit(who)) { sorry(); delete mine.leading; return; }
    const there = await thing('shell');
    if (!shell && there && await thing(nameOf(path, who))) { location.assign(there + '#' + (who || '') + ' ' + path); return; }
    if (!shell || !await show(path, who)) sorry();
    delete mine.leading;
  }

  /* From the shell, whoever sat down here sits down at the laptop's pages too. */
  async function seat(path, who) {
    const now = shell && who && owned(path) ? await sitterIs(who) : null;
    if (!now) return;
    const body = { learner: who, sitting: now.id, ago: now.away ? keep().ago(now.at) : 0 };
    await fetch('/tablet/sit', { method: 'POST', credentials: 'same-origin', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'X-Tablet': await thing('token') || '' } });
  }

  document.addEventListener('click', (tap) => {
    const link = tap.target.closest('a[href]');
    if (!link || tap.defaultPrevented || tap.button || tap.ctrlKey || tap.metaKey || tap.shiftKey || link.origin !== location.origin) return;
    tap.preventDefault();
    const path = link.pathname;
    lead(path, () => location.assign(link.href), whose(path) || person);
  });

  document.addEventListener('submit', (sent) => {
    const form = sent.target;
    if (sent.defaultPrevented || form.id === 'stage') return;
    sent.preventDefault();
    const chosen = sent.submitter || document.activeElement;
    const who = whose(new URL(form.action).pathname);
    const again = /^\/practice\/([a-z0-9-]+)\/again$/.exec(new URL(form.action).pathname);
    const path = who ? '/home' : again ? '/practice/' + again[1] : '/elsewhere';
    lead(path, () => {
      if (chosen && chosen.name) form.insertAdjacentHTML('beforeend', '<input type="hidden">');
      if (chosen && chosen.name) Object.assign(form.lastElementChild, { name: chosen.name, value: chosen.value });
      form.submit();
    }, who || person, Boolean(who));
  });

  /* The end of a play that no laptop tells: in the frame of one's own home page. */
  async function end(html) {
    const home = await thing(nameOf('/home', person));
    const { sitting } = document.body.dataset;
    if (home) adopt(home);
    document.body.dataset.sitting = sitting;
    const main = document.getElementById('main');
    document.body.classList.remove('practice');
    main.className = 'p-finish';
    main.innerHTML = html;
    document.title = main.querySelector('h1').textContent;
    document.dispatchEvent(new CustomEvent('shown'));
  }

  /* ── ahead: everything that somebody needs while the laptop is off ── */
  const json = (address) => fetch(address, { credentials: 'same-origin' }).then((found) => {
    if (found.status === 403 && address === '/tablet' && window.portraits) window.portraits.keepOnly([]); // it is of no class any more
    if (!found.ok) throw new Error(address);
    return found.json();
  });
  const clipsIn = (text) => text.match(/\/clips\/[0-9a-f]{24}\.mp3/g) || [];

  async function keepPages(pages, who) {
    for (const path of Object.keys(pages)) await note(nameOf(path, who), pages[path]);
  }

  async function keepShell(address) {
    if (await thing('shell') === address) return;
    const page = await fetch(address).then((found) => found.text());
    await Promise.all((page.match(/(?:href|src)="(\/static\/[^"]+)"/g) || []).map((own) => fetch(own.split('"')[1].replace(/&amp;/g, '&'))));
    await note('shell', address);
  }

  async function keepSounds(addresses, tell) {
    const kept = new Set(await keep().within(['sounds'], 'readonly', (store) => new Promise((done) => {
      store.getAllKeys().onsuccess = (found) => done(found.target.result);
    })));
    const wanted = Array.from(new Set(addresses)).filter((address) => !kept.has(address.split('/').pop()));
    for (const [done, address] of wanted.entries()) {
      tell(done, wanted.length);
      const found = await fetch(address);
      if (found.status !== 200) continue;
      const mark = found.headers.get('X-Recording') || '';
      await keep().put('sounds', { name: address.split('/').pop(), blob: await found.blob(), mark });
    }
  }

  /* Somebody's recording that was taken back, or made anew, goes from here at once. */
  async function dropWithdrawn(recordings) {
    const kept = await keep().all('sounds');
    const gone = kept.filter((sound) => sound.mark && recordings[sound.name] !== sound.mark);
    for (const sound of gone) await keep().drop('sounds', sound.name);
    if (gone.length) await note('fetched anew', Date.now());
  }

  async function keepWall() {
    const told = await json('/tablet');
    await note('token', told.token);
    await note('ask', { factor: told.ask, in: told.in });
    await dropWithdrawn(told.recordings);
    if (window.portraits) await window.portraits.keepOnly(told.photos);
    if (window.speech) window.speech.hear(told.sound);
    await keepPages(told.pages, '');
    await keepShell(told.shell);
    return told;
  }

  /* Keep pages of somebody with the lessons in them: drawings, lights and sounds. */
  async function keepAll(pages, who, tell) {
    let clips = clipsIn(JSON.stringify(pages));
    for (const path of Object.keys(pages)) {
      const told = new DOMParser().parseFromString(pages[path], 'text/html').getElementById('play');
      if (!told) continue;
      const play = JSON.parse(told.textContent);
      clips = clips.concat(clipsIn(JSON.stringify(await keep().drawing(play.drawing))));
      await note(play.lights, await json(play.lights));
    }
    await keepPages(pages, who);
    await keepSounds(clips, tell);
  }

  const stale = (noted) => !noted || Date.now() - noted.at > FRESH;

  /* Gives the lessons that nobody has offered them; `plans` changes when somebody's plans are to be fetched anew. */
  async function keepPerson(who, plans, tell) {
    const { pages, rest } = await json('/tablet/people/' + who);
    await keepAll(pages, who, tell);
    await note('ready ' + who, { at: Date.now(), lessons: Object.keys(pages).length, plans });
    return rest;
  }

  /* The rest of the library, one lesson after the other for as long as they stay on this page. */
  async function keepRest(who, plans, lessons) {
    for (const lesson of lessons) {
      const kept = await thing('further ' + who + ' ' + lesson);
      if (!stale(kept) && kept.plans === plans) continue;
      const { pages } = await json('/tablet/people/' + who + '/lessons/' + lesson);
      await keepAll(pages, who, () => {});
      await note('further ' + who + ' ' + lesson, { at: Date.now(), plans });
    }
  }

  async function ahead() {
    const words = document.querySelector('[data-ahead]');
    const told = await keepWall();
    if (words) {
      const rest = await keepPerson(person, told.plans[person], (done, total) => { words.textContent = words.dataset.getting.replace('#', done).replace('#', total); });
      words.textContent = words.dataset.ready;
      words.dataset.state = 'ready';
      await keepRest(person, told.plans[person], rest);
      words.dataset.state = 'all';
    } else if (document.querySelector('.wall')) {
      await keepSounds(clipsIn(JSON.stringify(told.pages)), () => {});
      const since = await thing('fetched anew') || 0;
      for (const who of told.people) {
        if (!document.querySelector('.wall')) return;
        const ready = await thing('ready ' + who);
        if (stale(ready) || ready.at < since || ready.plans !== told.plans[who]) await keepPerson(who, told.plans[who], () => {});
      }
    }
  }

  /* A page that the browser kept whole comes back as it was left: nobody is being led anywhere. */
  window.addEventListener('pageshow', () => { delete document.documentElement.dataset.leading; });

  async function begin() {
    if (!window.indexedDB || !keep()) return;
    if (shell) {
      const own = location.pathname;
      if (await answers()) {
        const told = await keepWall();
        const [who, path] = decodeURIComponent(location.hash.slice(1)).split(' ');
        await seat(path || '/wall', who);
        location.replace(/^\/[a-z]/.test(path) ? path : told.shell === own ? '/wall' : told.shell);
        return;
      }
      const newest = await thing('shell');
      if (newest && newest !== own) { location.replace(newest + location.hash); return; }
      const [who, path] = decodeURIComponent(location.hash.slice(1)).split(' ');
      person = who || '';
      if (!(path && await show(path, who)) && !await show('/wall', '')) sorry();
    } else if (document.querySelector('[data-ahead], .wall')) {
      setTimeout(() => ahead().catch(() => { /* the laptop does not answer: what is here stays */ }), IDLE);
    }
    keep().send();
  }

  const there = (path, who) => lead(path, () => location.replace(path), who === undefined ? whose(path) || person : who);
  window.tablet = { end, away: () => shell, kept: thing, lead: there };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
}());
