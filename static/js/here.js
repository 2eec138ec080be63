/* Who is here: the sitting in which this page was opened, and the question after ten quiet minutes. A page of a sitting that
   is over does nothing more: it leads to whoever sits here now, else to the wall. Whoever was asked goes on where they were.
   Knows no lesson, and no code. */
(function () {
  'use strict';

  const QUIET = 10 * 60 * 1000;
  const LOOK = 15 * 1000;
  let last = performance.now(); // when somebody last did anything here, or a sound played
  let focused = null;

  const kept = () => window.keep.get('things', 'sitting').then((found) => (found ? found.value : null), () => null);

  /* The laptop drew this page: whom it was drawn for sits here now, and on the wall nobody does. */
  function told() {
    const { sitting, learner } = document.body.dataset;
    if (!window.keep || !window.indexedDB || window.keep.atHome || 'shell' in document.documentElement.dataset) return;
    if (sitting && learner) turn({ id: sitting, learner }).catch(() => {});
    else if (document.querySelector('.wall')) stand().catch(() => {});
  }

  /* One sitting is over and another begins, or none; when the first one ended is told with what was done in it. */
  const turn = (next) => window.keep.within(['things'], 'readwrite', (things) => {
    things.get('sitting').onsuccess = ({ target: { result: found } }) => {
      const before = found ? found.value : null;
      if (before && !(next && next.id === before.id)) things.put({ name: 'over ' + before.id, value: window.keep.stamp() });
      if (!next) things.delete('sitting');
      else if (!before || before.id !== next.id) things.put({ name: 'sitting', value: next });
    };
  });
  const stand = () => turn(null);

  /* Sits down while the laptop does not answer; resolves to false where the class asks for what only the laptop can see. */
  async function sit(who) {
    const before = await kept();
    if (before && before.learner === who) return true;
    const ask = await window.tablet.kept('ask');
    if (!ask || (ask.factor && ask.in.indexOf(who) < 0)) return false;
    ask.in = ask.in.filter((one) => one !== who); // once
    await window.keep.put('things', { name: 'ask', value: ask });
    await turn({ id: window.keep.uuid(), learner: who, away: true, at: window.keep.stamp() });
    return true;
  }

  /* This page's sitting is over: somebody else sits here, or nobody. */
  async function over() {
    const now = await kept();
    if (window.tablet) window.tablet.lead(now ? '/home' : '/wall', now ? now.learner : '');
  }

  async function look() {
    const { sitting } = document.body.dataset;
    if (!sitting || !window.keep || window.keep.atHome) return;
    const now = await kept();
    if (!now || now.id !== sitting) over();
  }

  /* ── ten quiet minutes ── */
  const main = () => document.getElementById('main');
  const still = () => document.getElementById('still');
  const asking = () => Boolean(main() && main().classList.contains('still-there'));

  function sounds() {
    const playing = Array.from(document.querySelectorAll('audio, video')).some((one) => !one.paused && !one.ended);
    return playing || Boolean(window.speech && window.speech.talking());
  }

  function ask() {
    focused = document.activeElement;
    main().classList.add('still-there');
    still().hidden = false;
    const words = still().querySelector('[data-say]');
    words.focus({ preventScroll: true });
    if (window.speech && !window.speech.quiet()) window.speech.say([words]);
  }

  function goOn() {
    main().classList.remove('still-there');
    still().hidden = true;
    last = performance.now();
    if (focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  function watch() {
    if (!still() || asking()) return;
    if (sounds()) last = performance.now();
    if (performance.now() - last >= QUIET) ask();
  }

  ['pointerdown', 'keydown', 'touchstart', 'wheel', 'input'].forEach((name) => {
    document.addEventListener(name, () => { if (!asking()) last = performance.now(); }, { capture: true, passive: true });
  });
  document.addEventListener('click', (tap) => { if (tap.target.closest('[data-still]')) goOn(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { look(); watch(); } });
  window.addEventListener('pageshow', (page) => { if (page.persisted) look(); });
  document.addEventListener('shown', () => { last = performance.now(); });
  setInterval(watch, LOOK);

  window.here = { kept, sit, stand, over, asking };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', told); else told();
}());
