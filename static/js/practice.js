/* The practice page: what fingers do on the phone, waiting, freezing, and what happens when a new place arrives.
   Once the lesson is on this tablet, each act is answered here; until then, and without this file, each act is still a
   button that posts. */
(function () {
  'use strict';

  const HOLD = 650;
  const DOUBLE = 320;
  const SWIPE = 50;
  const GOODBYE = 1500; // how long the end waits for the laptop's own page
  const TWICE = 400; // a tap at the same place this soon is the second half of a double tap
  const JUDGED = '.play[data-screen="trial"]:not([data-support="shown"]):not([data-support="guided"])'; // nothing shows which answer is right
  const OFFERS = 2; // how often one screen offers help by itself
  const timers = new Set();
  let pressed = null; // the last button that sends the form, for those that stand outside it
  let typed = { screen: '', values: {} };
  let offered = { screen: '', times: 0 };
  let freezing = 0;
  let ready = null; // the play on this tablet is being taken up, or was
  let local = false; // acts are answered here
  let acting = false;
  let tapped = { at: -TWICE, x: 0, y: 0 };
  let after = null; // the tap that came while another was waited for, and the screen it was meant for

  const pointing = () => Boolean(window.listening && window.listening.on()); // the ear is tapped: fingers ask what things are called
  const stage = () => document.getElementById('stage');
  const screenName = () => stage() && stage().querySelector('.play').dataset.screen;
  const fields = () => Array.from(stage().querySelectorAll('input[name^="type "]'));
  const unsent = (input) => input.value && input.value !== input.dataset.sent;
  const control = (act) => stage().querySelector('[data-act="' + act + '"]');

  function later(work, wait) {
    const timer = setTimeout(() => { timers.delete(timer); work(); }, wait);
    timers.add(timer);
    return timer;
  }

  function forget(timer) {
    clearTimeout(timer);
    timers.delete(timer);
  }

  /* Send an act that has no visible control of its own, through the form's silent button. */
  function send(act) {
    const silent = stage().querySelector('button[name="act"][hidden]');
    silent.value = act;
    silent.click();
  }

  /* ── the keypad: digits stay on the page until all are there ── */
  function pressKey(key) {
    const pad = key.closest('[data-pad]');
    const field = pad.querySelector('[name="digits"]');
    const length = Number(pad.dataset.length);
    const digits = key.dataset.key === 'delete' ? field.value.slice(0, -1) : (field.value + key.dataset.key).slice(0, length);
    field.value = digits;
    pad.querySelectorAll('.s-pin span').forEach((box, i) => {
      box.className = i < digits.length ? 'full' : i === digits.length ? 'at' : '';
    });
    document.querySelectorAll('[data-pin-say] span').forEach((sign, i) => {
      sign.className = i < digits.length ? 'done' : i === digits.length ? 'now' : '';
    });
    pointAtNextKey(pad, digits);
    if (digits.length === length) pad.querySelector('[data-full]').click();
  }

  function pointAtNextKey(pad, digits) {
    const pin = pad.dataset.pin;
    const before = pad.querySelector('[data-key][data-right]');
    if (!pin || !before) return;
    const next = pad.querySelector('[data-key="' + (pin.indexOf(digits) === 0 ? pin[digits.length] : 'delete') + '"]');
    if (!next) return;
    before.removeAttribute('data-right');
    next.setAttribute('data-right', '');
    next.appendChild(before.querySelector('.hand'));
    reveal(next);
  }

  /* ── waiting: five dots fill, then the page says that it has waited ── */
  function wait() {
    const box = stage().querySelector('[data-wait]');
    if (!box) return;
    const dots = box.querySelectorAll('.s-dots span');
    dots.forEach((dot, i) => later(() => {
      dot.classList.add('full');
      if (i === dots.length - 1) later(() => control('wait').click(), 300);
    }, (Number(box.dataset.wait) * 1000 * (i + 1)) / dots.length));
  }

  /* ── freezing is being stuck too: offer, never push ── */
  function watch() {
    clearTimeout(freezing);
    if (!stage()) return;
    const seconds = Number(stage().dataset.freeze);
    if (!seconds || stage().querySelector('[data-wait]')) return;
    freezing = setTimeout(() => {
      const writing = document.activeElement && document.activeElement.matches('input:not([type=hidden])');
      const name = screenName();
      if (offered.screen !== name) offered = { screen: name, times: 0 };
      const asked = window.here && window.here.asking();
      if (writing || asked || document.hidden || (window.speech && window.speech.talking())) { watch(); return; }
      if (offered.times < OFFERS) {
        offered.times += 1;
        control('wait long').click();
      }
    }, seconds * 1000);
  }

  /* ── the thing to tap comes into view beside the sentence, without anyone scrolling ── */
  function reveal(target) {
    const glass = target.closest('.sim-body');
    if (glass) {
      const [outer, inner] = [glass.getBoundingClientRect(), target.getBoundingClientRect()];
      const hand = target.querySelector('.hand');
      const bottom = inner.bottom + (hand && getComputedStyle(hand).display !== 'none' ? hand.getBoundingClientRect().height * 0.7 : 12);
      if (bottom > outer.bottom) glass.scrollTop += Math.min(bottom - outer.bottom, inner.top - outer.top - 12);
      else if (inner.top < outer.top + 8) glass.scrollTop -= outer.top - inner.top + 16;
    }
    const main = document.getElementById('main');
    const line = document.getElementById('line');
    if (main.scrollHeight > main.clientHeight + 1) {
      const below = target.getBoundingClientRect().bottom - main.getBoundingClientRect().bottom + 12;
      const room = line.getBoundingClientRect().top - main.getBoundingClientRect().top - 8;
      if (below > 0) main.scrollTop += Math.max(0, Math.min(below, room));
    }
  }

  document.addEventListener('toggle', (turned) => {
    if (turned.target.open && turned.target.matches('.why') && window.speech) window.speech.say([turned.target.querySelector('.because')]);
    if (turned.target.open && turned.target.matches('.s-pick, .s-now')) reveal(turned.target.querySelector('ul [data-right]') || turned.target);
  }, true);

  /* Where the finger has just been, the new screen takes no tap for a moment: a double tap is one tap. */
  function shield() {
    const left = TWICE - (performance.now() - tapped.at);
    if (left <= 0) return;
    const cover = document.createElement('i');
    cover.className = 'shield';
    [cover.style.left, cover.style.top] = [tapped.x + 'px', tapped.y + 'px'];
    document.body.appendChild(cover);
    setTimeout(() => cover.remove(), left);
  }

  /* ── a place has arrived: by loading the page or by a swap ── */
  function arrive(swapped) {
    timers.forEach(forget);
    pressed = null;
    if (typed.screen === screenName()) fields().forEach((input) => { [input.value, input.dataset.sent] = typed.values[input.name] || ['', '']; });
    if (window.telling) window.telling.arrive(stage()); // whatever changes the page comes before whatever measures it
    if (swapped) {
      shield();
      const heading = stage().querySelector('.sim h2');
      document.title = document.title.replace(/^.* - /, stage().querySelector('h1').textContent + (heading ? ' ' + heading.textContent : '') + ' - ');
      if (window.speech) window.speech.showQuiet();
    }
    const judged = stage().querySelector(JUDGED);
    const target = judged ? judged.querySelector('.sim [data-say]') : stage().querySelector('[data-right]');
    if (target) reveal(target);
    if (swapped) {
      document.getElementById('line').focus({ preventScroll: true });
      if (window.speech) window.speech.speak(stage());
    }
    wait();
    watch();
    const next = after && after.screen === screenName() ? control(after.act) : null;
    after = null;
    if (next) later(() => next.click(), 0);
  }

  function trouble(on) {
    const told = document.querySelector('[data-trouble]');
    const was = told.hidden;
    told.hidden = !on;
    document.querySelector('[data-kept]').hidden = on;
    if (on) fields().forEach((input) => { delete input.dataset.sent; });
    if (on && was && window.speech && !window.speech.quiet()) window.speech.say([told]);
  }

  /* ── fingers ── */
  document.addEventListener('click', (tap) => {
    const button = tap.target.closest('button, a');
    if (!button) return;
    if (button.dataset.key && button.closest('[data-pad]')) {
      tap.preventDefault();
      pressKey(button);
      return;
    }
    const held = stage() && stage().querySelector('[data-once]');
    if (held && held !== button) { // that tap will not become a double tap: it comes first
      if (button.form === stage()) {
        tap.preventDefault();
        tap.stopPropagation();
        after = { act: button.dataset.act, screen: screenName() };
      }
      forget(Number(held.dataset.once));
      delete held.dataset.once;
      held.click();
      return;
    }
    if (button.type === 'submit' && button.form === stage()) pressed = button;
    if (tap.isTrusted && tap.detail) tapped = { at: performance.now(), x: tap.clientX, y: tap.clientY };
    if (button.dataset.double && tap.isTrusted) {
      tap.preventDefault();
      tap.stopPropagation();
      if (button.dataset.once) {
        forget(Number(button.dataset.once));
        delete button.dataset.once;
        send(button.dataset.double);
      } else {
        button.dataset.once = later(() => { delete button.dataset.once; button.click(); }, DOUBLE);
      }
    }
  }, true);

  let holding = null;
  document.addEventListener('pointerdown', (down) => {
    watch();
    const part = down.target.closest('[data-hold]');
    if (!part || pointing()) return;
    holding = { part, sent: false };
    const mine = holding;
    later(() => { if (holding === mine) { mine.sent = true; send(part.dataset.hold); } }, HOLD);
  });
  document.addEventListener('pointerup', () => { later(() => { holding = null; }, 0); });
  document.addEventListener('pointercancel', () => { holding = null; });
  document.addEventListener('click', (tap) => {
    if (holding && holding.sent && holding.part.contains(tap.target)) { tap.preventDefault(); tap.stopPropagation(); }
  }, true);
  document.addEventListener('contextmenu', (menu) => { if (menu.target.closest('.sim')) menu.preventDefault(); });

  let finger = null;
  document.addEventListener('touchstart', (touch) => {
    const glass = touch.target.closest('.sim-body');
    finger = glass && touch.touches.length === 1 && !pointing()
      ? { glass, x: touch.touches[0].clientX, y: touch.touches[0].clientY, top: glass.scrollTop } : null;
  }, { passive: true });
  document.addEventListener('touchend', (touch) => {
    if (!finger) return;
    const end = touch.changedTouches[0];
    const [dx, dy] = [end.clientX - finger.x, end.clientY - finger.y];
    const still = Math.abs(finger.glass.scrollTop - finger.top) < 4; // nothing more to scroll for real
    const swipe = Math.abs(dy) > SWIPE && Math.abs(dy) > 1.5 * Math.abs(dx) && still ? control(dy < 0 ? 'swipe up' : 'swipe down') : null;
    finger = null;
    if (swipe) swipe.click();
  });
  document.addEventListener('keydown', watch);

  /* ── fields: sent when writing is over, unless a tap sends them first; the same words are never sent twice ── */
  document.addEventListener('focusout', (left) => {
    if (!left.target.matches('#stage input[name^="type "]')) return;
    later(() => { // a list that was opened meanwhile stays open: what is chosen from it brings the words along
      const busy = fields().includes(document.activeElement) || stage().querySelector('.s-pick[open]');
      if (!busy && fields().some(unsent)) send('');
    }, 400);
  });
  document.addEventListener('submit', (sent) => {
    timers.forEach(forget);
    if (window.speech) window.speech.stop();
    if (sent.target !== stage() || !ready) return;
    sent.preventDefault();
    sent.stopPropagation();
    answer(sent.target);
  }, true);

  /* The acts that the form brings: each field that was written in, then the button. */
  function acts() {
    const done = pressed && pressed.name === 'act' ? pressed.value : '';
    const written = fields().filter((input) => unsent(input) && input.name !== done);
    const digits = stage().querySelector('[name="digits"]');
    const last = done.indexOf('filled ') === 0 ? digits.value : done.indexOf('type ') === 0 ? stage().elements[done].value : '';
    fields().forEach((input) => { if (unsent(input)) input.dataset.sent = input.value; });
    return written.map((input) => [input.name, input.value]).concat(done ? [[done, last]] : []);
  }

  /* ── answered on this tablet: kept, shown, then sent ── */
  async function answer(form) {
    if (acting) return;
    acting = true;
    form.dataset.acting = '';
    const chosen = acts();
    const button = pressed;
    try {
      await ready;
      if (!local) {
        fields().forEach((input) => { delete input.dataset.sent; });
        ready = null;
        later(() => button.click(), 0); // a form takes no submit while another is still being told
        return;
      }
      await window.play.perform(chosen);
      if (window.play.here().place.done) await finish();
      else if (chosen.length) show();
    } catch (full) {
      if (!full || !full.over) trouble(true);
    } finally {
      acting = false;
      delete form.dataset.acting;
    }
  }

  function remember() {
    typed = { screen: screenName(), values: {} };
    fields().forEach((input) => { typed.values[input.name] = [input.value, input.dataset.sent || '']; });
  }

  function show() {
    remember();
    const focused = document.activeElement;
    if (stage().contains(focused) && !focused.matches('input')) focused.blur(); // to take out what has the focus costs a layout
    const [old, picture] = [stage().querySelector('.play'), window.play.picture()];
    old.textContent = ''; // htmx would take leave of each of its parts
    window.htmx.swap(old, picture, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 });
    trouble(false);
    arrive(true);
  }

  /* The end: the laptop's page, which knows the days before; when it does not answer, what this tablet knows. */
  async function finish() {
    const { session, lesson } = window.play.here().play;
    let late = false;
    await Promise.race([window.keep.send(), new Promise((over) => setTimeout(() => { late = true; over(); }, GOODBYE))]);
    const waiting = (await window.keep.pending()).some((one) => one.session === session);
    if (!window.tablet || (!late && !waiting && !window.tablet.away())) location.assign('/practice/' + lesson + '/finish?session=' + session);
    else window.tablet.end(window.play.end(document.querySelector('.who .face').outerHTML));
  }

  async function takeUp() {
    const told = document.getElementById('play');
    if (!told || !window.keep || !window.play || !window.htmx || !window.indexedDB) return;
    const play = JSON.parse(told.textContent);
    try {
      const more = await window.play.begin(play);
      local = true;
      if (window.play.here().place.done) await finish(); else if (more) show();
    } catch (impossible) {
      return; // every act goes to the laptop by itself
    }
    const kept = () => window.tablet && window.tablet.kept(play.lights); // that script may not have come
    const asked = window.tablet && window.tablet.away() ? kept() : fetch(play.lights).then((found) => found.json());
    const lights = await asked.catch(kept);
    window.speech.lights = lights || {};
  }

  /* What is kept where, in plain words; that the laptop does not answer is said once. */
  document.addEventListener('kept', ({ detail }) => {
    const words = document.querySelector('[data-kept]');
    if (!words || !local) return;
    const { play } = window.play.here();
    const here = detail.waiting.filter((one) => one.session === play.session).length;
    const there = play.acts.length - here;
    const say = (name, n) => words.dataset[name].replace('#', n);
    words.textContent = detail.here ? say('here', detail.here) + (there ? ' · ' + say('there', there) : '') : say('there', there);
    const gone = document.querySelector('[data-away]');
    if (detail.failures > 1 && !gone.dataset.said && window.speech && !window.speech.quiet() && !window.speech.talking()) {
      gone.dataset.said = 'yes';
      window.speech.say([gone]);
    }
    const mended = detail.answer && detail.answer.mend[play.session];
    if (mended) window.play.mend(mended).then(show);
  });

  /* ── the way to the server ── */
  document.addEventListener('htmx:configRequest', (request) => {
    const sent = request.detail.parameters;
    if (pressed && pressed.name && sent[pressed.name] === undefined) sent[pressed.name] = pressed.value;
    fields().forEach((input) => { if (unsent(input)) input.dataset.sent = input.value; else delete sent[input.name]; });
  });
  document.addEventListener('htmx:beforeSwap', remember);
  document.addEventListener('htmx:afterSettle', () => { if (stage() && !local) { trouble(false); arrive(true); } });
  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach((name) => document.addEventListener(name, () => trouble(true)));

  function begin() {
    if (!stage()) return;
    local = acting = false;
    arrive(false);
    ready = takeUp();
  }

  document.addEventListener('shown', begin); // a page that was kept is shown
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
}());
