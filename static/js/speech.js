/* Says the page's sentences aloud: after the first touch, one voice at a time, again and slower, lighting the phrases
   as they are said. A clip that is not made yet is asked for again; meanwhile the tablet's own voice says it, if it has one.
   Before the first line of a sitting that the chosen dialect lacks [data-falls], the page's [data-fallen] says so.
   Whether new lines speak by themselves: what was tapped here last, else what the class was told, else one's own wish.
   In the ways of speaking that body[data-own-first] names, the tablet's own voice goes first and the clip where it has none,
   but a line that a person reads [data-read] is theirs.
   Knows [data-say] sentences and [data-listen] buttons; nothing about lessons. */
(function () {
  'use strict';

  const SLOW = 0.75;
  const NEAR = {
    'zh-cn': ['zh-cn', 'cmn', 'zh-hans', 'zh'], 'zh-hans-cn': ['zh-cn', 'cmn', 'zh-hans', 'zh'],
    'zh-hk': ['yue', 'zh-hk'], 'en-us': ['en'], en: ['en'],
  };
  const CLASS = 6 * 3600 * 1000; // so long what the class was told holds where no laptop says more; see classes/sounds.py
  const ASK_AGAIN = [900, 1200, 1800, 2500, 3500];
  const clip = new Audio();
  clip.preservesPitch = true;
  clip.webkitPreservesPitch = true;
  let turn = 0; // goes up whenever someone else begins to speak; what belongs to an older turn falls silent
  let talking = false;
  let holds = false; // somebody speaks into this tablet: nothing is said meanwhile
  let held = ''; // the address of a clip that is kept on this tablet

  const store = {
    get(name) { try { return sessionStorage.getItem(name); } catch (refused) { return null; } },
    set(name, value) { try { sessionStorage.setItem(name, value); } catch (refused) { /* a private window forgets */ } },
  };

  let touched = store.get('touched') === 'yes'; // nothing is heard before somebody has touched this tablet
  let told = ''; // what the class says of this tablet, where nothing can be stored

  function touch() {
    touched = true;
    store.set('touched', 'yes');
  }

  /* What the class says of this tablet: a sound and which telling it was; nothing once the class must be over. */
  function toldNow() {
    try {
      const [said, at] = JSON.parse(localStorage.getItem('told')) || ['', 0];
      return Math.abs(Date.now() - at) < CLASS ? said : '';
    } catch (refused) {
      return told;
    }
  }

  const classSound = () => toldNow().split(' ')[0];

  function quiet() {
    const chosen = store.get('quiet');
    if (chosen) return chosen === 'yes';
    return (classSound() || document.body.dataset.sound) === 'quiet';
  }

  function unlight() {
    document.querySelectorAll('.w.now').forEach((phrase) => phrase.classList.remove('now'));
    document.querySelectorAll('.saying').forEach((line) => line.classList.remove('saying'));
  }

  function stop() {
    turn += 1;
    talking = false;
    clip.pause();
    if ('speechSynthesis' in window) speechSynthesis.cancel();
    unlight();
  }

  /* Somebody begins to speak into this tablet, or is done. */
  function hold(on) {
    holds = on;
    if (on) stop();
  }

  /* Light the phrase in which the character at this place of the sentence stands. */
  function light(line, place) {
    let end = 0;
    let found = null;
    line.querySelectorAll('.w').forEach((phrase) => {
      end += phrase.textContent.length;
      if (!found && place < end) found = phrase;
    });
    if (found && !found.classList.contains('now')) {
      unlight();
      found.classList.add('now');
    }
  }

  function follow(line, mine) {
    const name = (line.dataset.clip || '').split('/').pop();
    const times = line.dataset.timings ? JSON.parse(line.dataset.timings) : window.speech.lights[name] || [];
    if (!times.length) return;
    const step = () => {
      if (mine !== turn || clip.paused) return;
      let place = 0;
      times.forEach(([character, second]) => { if (second <= clip.currentTime) place = character; });
      light(line, place);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /* A line that falls to Mandarin has a slower pace of its own. */
  function paceOf(line, slow) {
    const own = Number(line.dataset.pace || 1);
    return slow ? Math.min(SLOW, own) : own;
  }

  /* The line that tells, once a sitting, that what comes is not there in the chosen dialect; null when it was told. */
  function fallOf(line) {
    const told = 'falls' in line.dataset && document.querySelector('[data-fallen]');
    return told && store.get('fallen') !== sitting(told) ? told : null;
  }

  function sitting(told) {
    return (document.body.dataset.learner || '') + ' ' + told.dataset.heard;
  }

  async function playClip(line, slow, mine) {
    const kept = window.keep ? await window.keep.sound(line.dataset.clip) : null;
    if (mine !== turn) return null;
    if (held) URL.revokeObjectURL(held);
    held = kept ? URL.createObjectURL(kept) : '';
    return new Promise((done, missing) => {
      clip.onended = () => done();
      clip.onerror = () => missing(new Error('no clip'));
      clip.src = held || line.dataset.clip;
      clip.playbackRate = paceOf(line, slow);
      clip.defaultPlaybackRate = clip.playbackRate;
      clip.play().then(() => follow(line, mine)).catch((refused) => {
        if (refused.name === 'NotAllowedError') done('refused');
        else if (refused.name !== 'AbortError') missing(refused);
      });
    });
  }

  function ownVoice(tongue) {
    if (!('speechSynthesis' in window)) return null;
    const wanted = tongue.toLowerCase();
    const near = NEAR[wanted] || [wanted]; // no voice of another dialect is ever taken for it
    const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
    for (const start of near) {
      const found = voices.find((voice) => voice.lang.toLowerCase().replace('_', '-').indexOf(start) === 0);
      if (found) return found;
    }
    return null;
  }

  function sayOneself(line, voice, slow, mine) {
    return new Promise((done) => {
      const words = new SpeechSynthesisUtterance(line.dataset.heard);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = slow ? 0.7 : 0.9 * paceOf(line, slow);
      words.onboundary = (heard) => {
        if (mine === turn && line.dataset.heard === line.textContent.trim()) light(line, heard.charIndex);
      };
      words.onend = () => done();
      words.onerror = (told) => done(told.error === 'not-allowed' ? 'refused' : /^(canceled|interrupted)$/.test(told.error) ? null : 'failed');
      speechSynthesis.speak(words);
    });
  }

  /* Resolves to undefined when it was said, to 'refused' where the browser waits for a touch, else to null. */
  async function sayOne(line, slow, mine, again = ASK_AGAIN) {
    const tongue = line.dataset.tongue || document.documentElement.lang;
    const voice = ownVoice(tongue);
    if (voice && !('read' in line.dataset) && (document.body.dataset.ownFirst || '').split(' ').indexOf(tongue) >= 0) {
      const outcome = await sayOneself(line, voice, slow, mine);
      if (outcome !== 'failed' || mine !== turn) return outcome;
    }
    for (let asked = 0; mine === turn; asked += 1) {
      if (line.dataset.clip) {
        try {
          return await playClip(line, slow, mine);
        } catch (missing) {
          if (mine !== turn) return null;
        }
      }
      if (voice) return sayOneself(line, voice, slow, mine);
      if (!line.dataset.clip || asked >= again.length) return null;
      await new Promise((later) => setTimeout(later, again[asked]));
    }
    return null;
  }

  /* Say these sentences one after the other. Resolves to 'refused' where the browser waits for a touch. */
  async function say(lines, slow) {
    stop();
    if (!touched || holds) return null;
    const mine = turn;
    talking = true;
    let outcome = null;
    for (const line of lines) {
      const told = fallOf(line);
      if (told) {
        outcome = await sayOne(told, slow, mine, []);
        if (mine !== turn) return null;
        if (outcome === 'refused') break;
        if (outcome === undefined) store.set('fallen', sitting(told));
      }
      if (!line.querySelector('.w')) (line.stands || line).classList.add('saying');
      outcome = await sayOne(line, slow, mine);
      if (mine !== turn) return null;
      unlight();
      if (outcome === 'refused') break;
    }
    talking = false;
    return outcome;
  }

  function all(part) {
    if (part.matches('[data-say]')) return [part];
    return Array.from(part.querySelectorAll('[data-say]:not([data-listen])')).filter((line) => line.offsetParent);
  }

  /* What the page says by itself, unless quieted. */
  function speak(scope) {
    const lines = Array.from((scope || document).querySelectorAll('[data-say][data-auto]'));
    if (quiet() || !lines.length) return Promise.resolve(null);
    return say(lines, false);
  }

  function showQuiet() {
    document.querySelectorAll('[data-quiet]').forEach((button) => button.setAttribute('aria-pressed', String(quiet())));
    document.querySelectorAll('[data-ears]').forEach((sign) => { sign.hidden = classSound() !== 'earphones'; });
  }

  /* The class says how loud this tablet is to be: something new counts more than what was tapped here before. */
  function hear(said) {
    const before = toldNow();
    told = said;
    try { localStorage.setItem('told', JSON.stringify([said, Date.now()])); } catch (refused) { /* this page knows it */ }
    if (said && said !== before) store.set('quiet', '');
    if (said !== before && quiet()) stop();
    showQuiet();
  }

  /* A button says itself, or all that stands in its part of the page. */
  function listen(button) {
    const of = button.dataset.listen;
    const slow = 'slow' in button.dataset;
    if (button.matches('[data-say]')) say([button], slow);
    else say([].concat(...Array.from(document.querySelectorAll(of || '#main'), all)), slow);
  }

  document.addEventListener('click', (tap) => {
    const first = tap.isTrusted && !touched; // a script that presses a button is no touch
    if (first) touch();
    const hush = tap.target.closest('[data-quiet]');
    const button = tap.target.closest('[data-listen]');
    const sentence = tap.target.closest('a, button, input, summary, label') ? null : tap.target.closest('[data-say]');
    if (hush) {
      store.set('quiet', quiet() ? 'no' : 'yes');
      showQuiet();
      if (quiet()) stop(); else speak();
    } else if (button) {
      listen(button);
    } else if (first && !tap.target.closest('a, button, input, summary, label')) {
      speak();
    } else if (sentence) {
      say([sentence], false);
    }
  }, true);

  function begin() {
    if (document.querySelector('.wall')) ['quiet', 'fallen'].forEach((name) => store.set(name, '')); // a sitting is over
    const { shell } = document.documentElement.dataset; // a page that was kept says what was told when it was
    if (shell === undefined && 'told' in document.body.dataset) hear(document.body.dataset.told);
    showQuiet();
    if (touched) speak().then((outcome) => { if (outcome === 'refused') stop(); });
  }

  document.addEventListener('kept', ({ detail }) => { if (detail.answer && 'sound' in detail.answer) hear(detail.answer.sound); });

  window.speech = { lights: {}, speak, say, stop, quiet, showQuiet, hear, touch, hold, talking: () => talking || holds };
  document.addEventListener('shown', begin);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
}());
