/* Tells the laptop every few seconds that this tablet is here, who sits at it, at which play, and when it was touched last,
   so that nobody counts as frozen whose tablet is only out of reach. Nothing of it is kept. Knows no lesson.
   A tablet that holds acts back says nothing: they come first. */
(function () {
  'use strict';

  const OFTEN = 10000;
  const PATIENCE = 8000;
  let touched = performance.now(); // whoever opens a page has just touched something
  let telling = false;
  let next = 0;

  /* The play on this page: its id, '' where there is none, null where it is still being taken up. */
  function play() {
    if (!document.getElementById('stage') || !document.getElementById('play')) return '';
    const here = window.play.here();
    return here ? here.play.session : null;
  }

  /* What says that this message is ours: the tablet's token, or the page's. */
  async function ours() {
    const told = window.keep.headers();
    if (told['X-Tablet']) return told;
    if (window.tablet.away()) return { 'X-Tablet': await window.tablet.kept('token') || '' };
    return { 'X-CSRFToken': document.querySelector('[name="csrf_token"]').value };
  }

  async function tell() {
    const [learner, session] = [document.body.dataset.learner, play()];
    if (!learner || session === null || document.hidden || (await window.keep.pending()).length) return;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch('/tablet/here', { method: 'POST', credentials: 'same-origin', signal: stop.signal,
        body: JSON.stringify({ learner, session, touched: Math.round(performance.now() - touched) }),
        headers: Object.assign({ 'Content-Type': 'application/json' }, await ours()) });
      await answer.text(); // an answer left unread would keep its line busy
    } finally {
      clearTimeout(timer);
    }
  }

  function beat() {
    clearTimeout(next);
    next = setTimeout(beat, play() === null ? OFTEN / 10 : OFTEN);
    if (telling) return;
    telling = true;
    tell().catch(() => { /* out of reach: that is what the laptop will see */ }).then(() => { telling = false; });
  }

  ['pointerdown', 'keydown'].forEach((name) => document.addEventListener(name, () => { touched = performance.now(); }, true));
  window.addEventListener('online', beat);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) beat(); });
  document.addEventListener('shown', beat);
  document.addEventListener('kept', ({ detail }) => { if (detail.answer && !detail.here) beat(); }); // what was kept back has arrived
  if (!window.indexedDB) return;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', beat); else beat();
}());
