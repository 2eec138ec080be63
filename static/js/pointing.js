/* Any words on a page can be heard: pressed and held, or, once the ear in the frame has been tapped, by one tap on them.
   What is said in this way is not done. Inside the practice phone a hold stays the lesson's where it has one. What
   somebody typed is never looked at: a field says its label. Knows what elements say of themselves; no lesson. */
(function () {
  'use strict';

  const HOLD = 600;
  const STILL = 12; // pixels that a finger which holds may move
  const LEFT = 20000; // so long after the last tap the ear lets go by itself
  const AFTER = 350; // how long after a hold its own tap may still come
  const PATIENCE = 1500; // how long the laptop may look for a clip
  const OURS = '[data-listen], [data-quiet], [data-point], [data-speak]'; // what is about sound already
  const CONTROL = 'a, button, summary, label';
  const FIELD = 'input, textarea, select';
  const UNSEEN = 'svg, [hidden], [aria-hidden="true"], .hand, [data-say], ' + FIELD;
  const HOLDERS = 'span:not([translate]):not(.w), b, em, p, h1, h2, h3, li, dt, dd, td, legend, div, ' + CONTROL;
  let on = false; // the ear is tapped: a tap says what it is on
  let idle = 0;
  let press = null; // the finger that is down
  let held = false; // its hold has spoken, so that its tap does nothing
  let asked = 0;
  const known = new Map(); // words -> how they are heard, as the laptop told

  const squeezed = (text) => text.replace(/\s+/g, ' ').trim();
  const seen = (part) => part.offsetParent !== null || getComputedStyle(part).position === 'fixed';

  /* ── what a place of the page says ── */

  /* The words of a part, each run of them by itself, or its name where none are seen; typed words are none. */
  function words(part) {
    const runs = new Map();
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const above = walk.currentNode.parentElement;
      const unseen = above.closest(UNSEEN);
      if (unseen && unseen !== part && part.contains(unseen)) continue;
      const holder = above.closest(HOLDERS) || part;
      runs.set(holder, (runs.get(holder) || '') + walk.currentNode.nodeValue);
    }
    const found = Array.from(runs.values(), squeezed).filter(Boolean);
    const name = squeezed(part.getAttribute('aria-label') || '');
    return found.length || !name ? found : [name];
  }

  /* What stands where somebody points: a sentence that can be heard, else a control, else the words themselves. */
  function pointed(target) {
    if (!target.closest || target.closest(OURS)) return null;
    const line = target.closest('[data-say]');
    const control = target.closest(CONTROL);
    if (line && !(control && line !== control && line.contains(control))) return { part: line, lines: [line] };
    if (control) {
      const lines = Array.from(control.querySelectorAll('[data-say]')).filter(seen);
      return lines.length ? { part: control, lines } : { part: control, lines: null };
    }
    if (target.matches(FIELD)) {
      const group = target.closest('[aria-label]');
      return group ? { part: group, lines: null } : null;
    }
    for (let part = target; part && !part.matches('html, body, main, form, section, header, footer, ul, ol'); part = part.parentElement) {
      if (words(part).length) return { part, lines: null };
    }
    return null;
  }

  /* ── how words are heard that have no sound of their own on the page ── */

  function lesson() {
    const stage = document.getElementById('stage');
    return stage ? (/^\/practice\/([a-z0-9-]+)\//.exec(stage.getAttribute('action')) || [])[1] || '' : '';
  }

  async function lookUp(runs) {
    const token = document.querySelector('[name="csrf_token"]');
    if (!token || (window.keep && window.keep.atHome)) return [];
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch('/say', { method: 'POST', credentials: 'same-origin', signal: stop.signal,
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token.value }, body: JSON.stringify({ words: runs, lesson: lesson() }) });
      return answer.ok ? (await answer.json()).heard : [];
    } catch (unreached) {
      return [];
    } finally {
      clearTimeout(timer);
    }
  }

  /* One line for each run of words, with its clip where the laptop has words like these; else for the tablet's own voice. */
  async function lines(part, runs) {
    const key = document.documentElement.lang + lesson() + ' ' + runs.join('\n');
    if (!known.has(key)) {
      const heard = await lookUp(runs);
      if (heard.length) known.set(key, heard);
      else return runs.map((text) => line(part, { said: text, lang: '', url: '' }));
    }
    return known.get(key).map((one, i) => line(part, one || { said: runs[i], lang: '', url: '' }));
  }

  function line(part, { said, lang, url }) {
    const made = document.createElement('span');
    made.stands = part; // which lights up while it is said
    made.dataset.heard = said;
    if (lang) made.dataset.tongue = lang;
    if (url) made.dataset.clip = url;
    return made;
  }

  async function tell(target) {
    const found = pointed(target);
    if (!found) return;
    asked += 1;
    const mine = asked;
    window.speech.stop();
    const said = found.lines || await lines(found.part, words(found.part));
    if (mine === asked && said.length) window.speech.say(said);
  }

  /* ── the tap way ── */

  function rest() {
    clearTimeout(idle);
    if (on) idle = setTimeout(() => { if (window.speech.talking()) rest(); else turn(false); }, LEFT);
  }

  function turn(to) {
    on = to;
    document.documentElement.classList.toggle('pointing', on);
    document.querySelectorAll('[data-point]').forEach((ear) => ear.setAttribute('aria-pressed', String(on)));
    rest();
  }

  function drop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  window.addEventListener('click', (tap) => {
    if (!tap.isTrusted || !tap.target.closest) return; // what a script presses is an act that was done before
    const ear = tap.target.closest('[data-point]');
    if (held && tap.detail) {
      held = false;
      drop(tap);
    } else if (ear) {
      window.speech.touch();
      turn(!on);
      asked += 1;
      if (on) window.speech.say([ear]); else window.speech.stop();
    } else if (on && !tap.target.closest(OURS)) {
      drop(tap);
      rest();
      tell(tap.target);
    }
  }, true);

  /* A field that is tapped says its label and is not opened; Enter in one says it too and sends nothing. */
  window.addEventListener('mousedown', (down) => { if (on && !down.target.closest(OURS)) down.preventDefault(); }, true);
  window.addEventListener('keydown', (key) => {
    if (!on || key.key !== 'Enter' || !key.target.matches(FIELD)) return;
    drop(key);
    rest();
    tell(key.target);
  }, true);

  /* ── the hold ── */

  /* Whether a hold here is ours: not in a field, and not on a phone whose screen has holds or double taps of its own. */
  function may(target) {
    if (on || !target.closest || target.closest(FIELD)) return false;
    const phone = target.closest('.sim');
    return !(phone && phone.querySelector('[data-hold], [data-double]')) && pointed(target) !== null;
  }

  function letGo() {
    if (press) clearTimeout(press.timer);
    press = null;
  }

  window.addEventListener('pointerdown', (down) => {
    letGo();
    held = false;
    if (!down.isPrimary || down.button || !may(down.target)) return;
    const { target, clientX: x, clientY: y } = down;
    press = { x, y, finger: down.pointerType !== 'mouse', timer: setTimeout(() => {
      held = true;
      window.speech.touch();
      tell(target);
    }, HOLD) };
  }, true);
  window.addEventListener('pointermove', (move) => {
    if (press && !held && Math.abs(move.clientX - press.x) + Math.abs(move.clientY - press.y) > STILL) letGo();
  }, true);
  window.addEventListener('pointerup', () => {
    letGo();
    if (held) setTimeout(() => { held = false; }, AFTER);
  }, true);
  window.addEventListener('pointercancel', letGo, true);
  /* A browser would open a menu, or carry a link away, before the hold is long enough. */
  window.addEventListener('contextmenu', (menu) => { if (press && press.finger) menu.preventDefault(); }, true);
  window.addEventListener('dragstart', (drag) => { if (press) drag.preventDefault(); }, true);

  window.listening = { on: () => on };
  document.addEventListener('shown', () => turn(false));
}());
