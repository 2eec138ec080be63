/* After "Not clear here" one line offers to say a few words, with one button: press and speak, press again or let go, fifteen
   seconds at most. Nothing of ours sounds meanwhile, and whoever goes on has said what they said. Only where the class lets
   people [#own-words], and the page has a microphone. Knows no lesson. */
(function () {
  'use strict';

  const LONGEST = 15000;
  const HELD = 700; // whoever lets go sooner has pressed, and presses again when they are done
  const RATE = 12000;
  const SILENT = 0.012; // nothing was louder: a microphone that is off, or covered
  const SHORTEST = 4; // tenths of a second
  const WISHES = { echoCancellation: false, noiseSuppression: true, autoGainControl: true }; // nothing of ours echoes
  let here = null; // the place on the page where words are said, while they are
  let ends = false; // the press that is down ends them

  const told = () => document.getElementById('own-words');
  const play = () => (window.play && window.play.here() ? window.play.here().play : null);
  const may = () => Boolean(told() && play() && window.words && window.microphone.there());
  const sitting = () => document.body.dataset.sitting || '';

  const store = {
    get() { try { return sessionStorage.getItem('spoke'); } catch (refused) { return null; } },
    set(said) { try { sessionStorage.setItem('spoke', said); } catch (refused) { /* it is told once more */ } },
  };

  /* The words of a place: what it asks, or what came of it. */
  function show(place, state) {
    place.dataset.state = state;
    place.querySelector('[data-speak]').setAttribute('aria-pressed', String(state === 'speaking'));
    place.querySelectorAll('[data-in]').forEach((line) => { line.hidden = !line.dataset.in.split(' ').includes(state); });
  }

  /* A place has come on the page: what was being said is over, and where a tap was noted words are offered. */
  function arrive(stage) {
    stop();
    const place = stage.querySelector('.noted');
    if (!place || !may()) return;
    place.textContent = '';
    place.appendChild(document.importNode(told().content, true));
    place.classList.add('tell');
    if (store.get() === sitting()) place.querySelector('[data-first]').remove();
    show(place, 'asking');
  }

  async function begin(place) {
    const mine = { place, parts: [], loudest: 0, screen: place.closest('.play').dataset.screen, session: play().session,
      learner: document.body.dataset.learner, sitting: sitting(), since: performance.now() };
    here = mine;
    window.speech.hold(true);
    show(place, 'speaking');
    const hear = (part) => {
      mine.parts.push(part);
      mine.loudest = Math.max(mine.loudest, window.microphone.peak(part));
      place.dataset.tenths = String(mine.parts.length);
    };
    try {
      mine.microphone = await window.microphone.open(told().dataset.worklet, WISHES, hear, () => keep(mine));
    } catch (refused) {
      if (here !== mine) return; // they went on, or press once more
      stop();
      tell(mine, 'nothing');
      return;
    }
    if (here !== mine) { mine.microphone.stop(); return; } // they went on before it was open
    mine.since = performance.now();
    mine.limit = setTimeout(stop, LONGEST);
  }

  /* The microphone is shut at once; what it heard is put by. */
  function stop() {
    if (!here) return;
    const mine = here;
    here = null;
    clearTimeout(mine.limit);
    window.speech.hold(false);
    if (mine.microphone) mine.microphone.stop();
    else tell(mine, 'asking');
  }

  async function keep(mine) {
    if (mine.parts.length < SHORTEST || mine.loudest < SILENT) { tell(mine, 'nothing'); return; }
    const { screen, session, learner, sitting: seat } = mine;
    try {
      await window.words.put({ screen, session, learner, sitting: seat, sound: window.microphone.wav(mine.parts, mine.microphone.rate, RATE) });
      store.set(seat);
      tell(mine, 'done');
    } catch (full) {
      tell(mine, 'nothing');
    }
  }

  /* Say what came of it, where the place is still on the page; who was at its button is at what is said instead. */
  function tell({ place }, state) {
    if (!place.isConnected || here) return;
    const focused = place.contains(document.activeElement);
    show(place, state);
    const line = place.querySelector('[data-in="' + state + '"]');
    if (state === 'asking' || !line) return;
    if (focused) line.focus({ preventScroll: true });
    if (!window.speech.quiet()) window.speech.say([line.querySelector('[data-say]')]);
  }

  const button = (event) => (event.target.closest ? event.target.closest('[data-speak]') : null);

  document.addEventListener('pointerdown', (down) => {
    const pressed = button(down);
    ends = Boolean(here);
    if (here && !pressed) stop(); // whatever else is touched may sound
    if (!pressed || here || !down.isPrimary || down.button || window.listening.on()) return;
    begin(pressed.closest('.tell'));
  }, true);
  document.addEventListener('pointerup', () => {
    if (here && here.microphone && (ends || performance.now() - here.since > HELD)) stop();
  }, true);
  document.addEventListener('click', (tap) => {
    const pressed = button(tap);
    if (!pressed) return;
    if (window.listening.on()) window.speech.say([Array.from(pressed.querySelectorAll('[data-say]')).find((line) => line.offsetParent)]);
    else if (!tap.detail) { if (here) stop(); else begin(pressed.closest('.tell')); } // by a key
  });
  document.addEventListener('keydown', (key) => { if (here && !button(key)) stop(); }, true);
  document.addEventListener('contextmenu', (menu) => { if (button(menu)) menu.preventDefault(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); });
  document.addEventListener('submit', stop, true);

  /* What opens the microphone is fetched while the laptop answers. */
  function ready() {
    stop();
    if (told() && window.microphone.there()) fetch(told().dataset.worklet).catch(() => { /* it may be kept already */ });
  }

  window.telling = { arrive };
  document.addEventListener('shown', ready);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready); else ready();
}());
