/* Records one line in the page: press, read, press, hear yourself, keep. What goes to the laptop is 16-bit WAV; whether it is
   good enough is decided there. Without a microphone or a safe address the page's file field stays. Knows no line. */
(function () {
  'use strict';

  const form = document.getElementById('take');
  if (!form || !window.microphone.there()) return;
  const at = (id) => document.getElementById(id);
  const [rec, words, own, keep, mine, why, canvas] = ['rec', 'rec-words', 'own', 'keep', 'mine', 'why', 'level'].map(at);
  let session = null; // what records now
  let taken = null; // the take as a WAV file
  let address = '';

  function say(sentence) {
    why.hidden = !sentence;
    why.querySelector('span').textContent = sentence || '';
  }

  function show(state) {
    form.dataset.state = state;
    words.textContent = form.dataset[{ idle: 'start', recording: 'stop', taken: 'done' }[state]];
    rec.setAttribute('aria-pressed', String(state === 'recording'));
    own.disabled = keep.disabled = state !== 'taken';
  }

  /* One bar for each tenth of a second, the newest on the right. */
  function draw(levels) {
    const pen = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    levels.slice(-40).forEach((level, place) => {
      const height = Math.max(3, Math.min(1, Math.sqrt(level) * 1.4) * canvas.height);
      pen.fillStyle = level > 0.98 ? style.borderTopColor : style.color;
      pen.fillRect(place * 8, (canvas.height - height) / 2, 5, height);
    });
  }

  async function begin() {
    say('');
    if (window.speech) window.speech.stop();
    mine.pause();
    const now = { parts: [], levels: [] };
    const hear = (part) => {
      now.parts.push(part);
      now.levels.push(window.microphone.peak(part));
      form.dataset.tenths = String(now.levels.length);
      draw(now.levels);
    };
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    try {
      now.microphone = await window.microphone.open(form.dataset.worklet, plain, hear, () => finish(now));
    } catch (refused) {
      say(form.dataset.noMicrophone);
      at('file').hidden = false;
      return;
    }
    now.limit = setTimeout(stop, (Number(form.dataset.longest) + 1) * 1000);
    session = now;
    show('recording');
  }

  function stop() {
    if (!session) return;
    clearTimeout(session.limit);
    session.microphone.stop();
    session = null;
  }

  function finish(now) {
    taken = window.microphone.wav(now.parts, now.microphone.rate);
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(taken);
    mine.src = address;
    show('taken');
    keep.focus();
  }

  async function send() {
    const body = new FormData(form);
    body.delete('sound');
    body.append('sound', taken, 'take.wav');
    keep.disabled = true;
    try {
      const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } });
      const told = await answer.json();
      if (told.next) { location.assign(told.next); return; }
      say(told.why || form.dataset.unreached);
    } catch (unreached) {
      say(form.dataset.unreached);
    }
    keep.disabled = false;
    rec.focus();
  }

  rec.addEventListener('click', () => { if (session) stop(); else begin(); });
  own.addEventListener('click', () => { mine.currentTime = 0; mine.play(); });
  form.addEventListener('submit', (sent) => {
    if (!taken || sent.submitter && sent.submitter !== keep) return;
    sent.preventDefault();
    send();
  });

  at('recorder').hidden = false;
  at('file').hidden = true;
  show('idle');
  draw([]);
  rec.focus({ preventScroll: true });
}());
