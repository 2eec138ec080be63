/* A tablet of a class that watches together what the laptop shows. It hears of it with a page, with the answer to an act,
   or at a touch of a page where nobody practises; only while it watches does it ask by the clock. Whoever is in a lesson
   is offered it, never taken there. Knows no lesson. */
(function () {
  'use strict';

  const EVERY = 3000;
  const SILENT = 3; // so many questions without an answer: the laptop is gone
  const IDLE = /^\/(wall|home|tasks|journeys)?$/;
  let misses = 0;
  let asked = -EVERY;

  const store = {
    get(name) { try { return sessionStorage.getItem(name) || ''; } catch (refused) { return ''; } },
    set(name, value) { try { sessionStorage.setItem(name, value); } catch (refused) { /* a private window forgets */ } },
  };
  const here = () => document.querySelector('.together [data-state]');
  const away = () => Boolean(window.tablet && window.tablet.away());
  const shown = () => document.querySelector('[data-together]');

  async function ask(seen) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), EVERY);
    try {
      const answer = await fetch('/together/now' + seen, { cache: 'no-store', credentials: 'same-origin', signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.status === 204 ? null : await answer.json();
    } finally {
      clearTimeout(timer);
    }
  }

  /* ── watching ── */
  function back() {
    const from = store.get('together from') || (document.body.dataset.learner ? '/home' : '/wall');
    if (window.tablet) window.tablet.lead(from); else location.assign(from);
  }

  function reveal() {
    const target = document.querySelector('.sim-body [data-right]');
    const glass = target && target.closest('.sim-body');
    if (!glass) return;
    const [outer, inner] = [glass.getBoundingClientRect(), target.getBoundingClientRect()];
    if (inner.bottom + 60 > outer.bottom) glass.scrollTop += Math.min(inner.bottom + 60 - outer.bottom, inner.top - outer.top - 12);
  }

  function show({ state, html }) {
    if (window.speech) window.speech.stop();
    document.getElementById('main').innerHTML = html;
    here().dataset.state = state;
    reveal();
    if (window.speech) { window.speech.showQuiet(); window.speech.speak(document.getElementById('main')); }
  }

  async function look() {
    if (!document.hidden) {
      try {
        const news = await ask('?seen=' + encodeURIComponent(here().dataset.state));
        misses = 0;
        if (news && !news.html) { back(); return; }
        if (news) show(news);
      } catch (unreached) {
        misses += 1;
        if (misses >= SILENT) { back(); return; }
      }
    }
    setTimeout(look, EVERY);
  }

  /* ── elsewhere ── */
  function hear(which) {
    const offer = shown();
    if (!offer) return;
    if (IDLE.test(location.pathname) && which && store.get('alone') !== which && !away()) {
      store.set('together from', location.pathname);
      location.replace('/together');
      return;
    }
    const was = offer.hidden;
    offer.hidden = !which;
    if (which && was && store.get('offered') !== which && window.speech && !window.speech.quiet() && !window.speech.talking()) {
      store.set('offered', which);
      window.speech.say([offer.querySelector('[data-say]')]);
    }
  }

  function touched() {
    if (away() || !IDLE.test(location.pathname) || performance.now() - asked < EVERY) return;
    asked = performance.now();
    ask('').then((news) => { if (news) hear(news.state.split('.')[0]); }, () => { /* the laptop does not answer */ });
  }

  document.addEventListener('click', (tap) => {
    if (tap.target.closest('[data-alone]')) store.set('alone', here().dataset.state.split('.')[0]);
    const offer = tap.target.closest('[data-together]');
    if (offer) { store.set('alone', ''); store.set('together from', location.pathname); }
    const only = document.querySelector('[data-only-look]');
    if (only && tap.target.closest('.together .glass') && window.speech) window.speech.say([only]);
  }, true);
  document.addEventListener('kept', ({ detail }) => { if (detail.answer && 'following' in detail.answer) hear(detail.answer.following); });

  function begin() {
    if (here()) { reveal(); setTimeout(look, EVERY); return; }
    if (away() || !('following' in document.body.dataset)) return;
    hear(document.body.dataset.following);
    document.addEventListener('pointerdown', touched);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) touched(); });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
}());
