/* Says the page's sentences aloud: after the first touch, one voice at a time, again and slower, lighting the phrases
   as they are said. A clip that is not made yet is asked for again; meanwhile the tablet's own voice says it, if it has one.
   In the ways of speaking that body[data-own-first] names, the tablet's own voice goes first and the clip where it has none.
   Knows [data-say] sentences and [data-listen] buttons; nothing about lessons. */
(function () {
  'use strict';

  const SLOW = 0.75;
  const ASK_AGAIN = [900, 1200, 1800, 2500, 3500];
  const clip = new Audio();
  clip.preservesPitch = true;
  clip.webkitPreservesPitch = true;
  let turn = 0; // goes up whenever someone else begins to speak; what belongs to an older turn falls silent
  let talking = false;
  let held = ''; // the address of a clip that is kept on this tablet

  const store = {
    get(name) { try { return sessionStorage.getItem(name); } catch (refused) { return null; } },
    set(name, value) { try { sessionStorage.setItem(name, value); } catch (refused) { /* a private window forgets */ } },
  };

  function quiet() {
    const chosen = store.get('quiet');
    return chosen ? chosen === 'yes' : document.body.dataset.sound === 'quiet';
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

  async function playClip(line, slow, mine) {
    const kept = window.keep ? await window.keep.sound(line.dataset.clip) : null;
    if (mine !== turn) return null;
    if (held) URL.revokeObjectURL(held);
    held = kept ? URL.createObjectURL(kept) : '';
    return new Promise((done, missing) => {
      clip.onended = () => done();
      clip.onerror = () => missing(new Error('no clip'));
      clip.src = held || line.dataset.clip;
      clip.playbackRate = slow ? SLOW : 1;
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
    const near = wanted.indexOf('yue') === 0 ? ['yue', 'zh-hk'] : wanted.indexOf('zh') === 0 ? ['zh-cn', 'cmn', 'zh-hans', 'zh'] : ['en'];
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
      words.rate = slow ? 0.7 : 0.9;
      words.onboundary = (heard) => {
        if (mine === turn && line.dataset.heard === line.textContent.trim()) light(line, heard.charIndex);
      };
      words.onend = () => done();
      words.onerror = (told) => done(told.error === 'not-allowed' ? 'refused' : /^(canceled|interrupted)$/.test(told.error) ? null : 'failed');
      speechSynthesis.speak(words);
    });
  }

  async function sayOne(line, slow, mine) {
    const tongue = line.dataset.tongue || document.documentElement.lang;
    const voice = ownVoice(tongue);
    if (voice && (document.body.dataset.ownFirst || '').split(' ').indexOf(tongue) >= 0) {
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
      if (!line.dataset.clip || asked >= ASK_AGAIN.length) return null;
      await new Promise((later) => setTimeout(later, ASK_AGAIN[asked]));
    }
    return null;
  }

  /* Say these sentences one after the other. Resolves to 'refused' where the browser waits for a touch. */
  async function say(lines, slow) {
    stop();
    const mine = turn;
    talking = true;
    let outcome = null;
    for (const line of lines) {
      if (!line.querySelector('.w')) line.classList.add('saying');
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
  }

  /* A button says itself, or all that stands in its part of the page. */
  function listen(button) {
    const of = button.dataset.listen;
    const slow = 'slow' in button.dataset;
    if (button.matches('[data-say]')) say([button], slow);
    else say([].concat(...Array.from(document.querySelectorAll(of || '#main'), all)), slow);
  }

  document.addEventListener('click', (tap) => {
    const first = !store.get('touched');
    if (first) store.set('touched', 'yes');
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
    if (document.querySelector('.wall')) store.set('quiet', '');
    showQuiet();
    if (store.get('touched')) speak().then((outcome) => { if (outcome === 'refused') stop(); });
  }

  window.speech = { lights: {}, speak, say, stop, quiet, showQuiet, talking: () => talking };
  document.addEventListener('shown', begin);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
}());
