/* Records one line in the page: press, read, press, hear yourself, keep. What goes to the laptop is 16-bit WAV; whether it is
   good enough is decided there. Without a microphone or a safe address the page's file field stays. Knows no line. */
(function () {
  'use strict';

  const RATE = 24000;
  const form = document.getElementById('take');
  if (!form || !window.isSecureContext || !navigator.mediaDevices || !window.AudioWorkletNode) return;
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

  function wav(parts, rate) {
    const count = parts.reduce((sum, part) => sum + part.length, 0);
    const view = new DataView(new ArrayBuffer(44 + count * 2));
    const text = (place, letters) => Array.from(letters).forEach((letter, i) => view.setUint8(place + i, letter.charCodeAt(0)));
    text(0, 'RIFF'); view.setUint32(4, 36 + count * 2, true); text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, rate, true); view.setUint32(28, rate * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    text(36, 'data'); view.setUint32(40, count * 2, true);
    let place = 44;
    parts.forEach((part) => part.forEach((sample) => {
      view.setInt16(place, Math.max(-1, Math.min(1, sample)) * 32767, true);
      place += 2;
    }));
    return new Blob([view], { type: 'audio/wav' });
  }

  async function begin() {
    say('');
    if (window.speech) window.speech.stop();
    mine.pause();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false,
        noiseSuppression: false, autoGainControl: false } });
    } catch (refused) {
      say(form.dataset.noMicrophone);
      at('file').hidden = false;
      return;
    }
    let context = new AudioContext({ sampleRate: RATE });
    let source;
    try {
      source = context.createMediaStreamSource(stream);
    } catch (otherRate) { // Firefox joins only what has one rate
      context.close();
      context = new AudioContext();
      source = context.createMediaStreamSource(stream);
    }
    await context.audioWorklet.addModule(form.dataset.worklet);
    const node = new AudioWorkletNode(context, 'listening', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    const now = { stream, context, node, parts: [], levels: [] };
    node.port.onmessage = ({ data }) => {
      if (!data) { finish(now); return; }
      now.parts.push(data);
      now.levels.push(data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
      form.dataset.tenths = String(now.levels.length);
      draw(now.levels);
    };
    source.connect(node);
    now.limit = setTimeout(stop, (Number(form.dataset.longest) + 1) * 1000);
    session = now;
    show('recording');
  }

  function stop() {
    if (!session) return;
    clearTimeout(session.limit);
    session.node.port.postMessage('end');
  }

  function finish(now) {
    now.stream.getTracks().forEach((track) => track.stop());
    now.context.close();
    session = null;
    taken = wav(now.parts, now.context.sampleRate);
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
