/* Opens the microphone, hands on what it hears, shuts it, and makes a 16-bit WAV of it. Knows no page and sends nothing. */
(function () {
  'use strict';

  const RATE = 24000;

  /* Both at one rate: that which was asked for, or, in Firefox, the microphone's own. */
  function joined(stream) {
    const context = new AudioContext({ sampleRate: RATE });
    try {
      return [context, context.createMediaStreamSource(stream)];
    } catch (otherRate) {
      context.close();
      const own = new AudioContext();
      return [own, own.createMediaStreamSource(stream)];
    }
  }

  /* Open it with these wishes for its sound. `heard` gets the samples of each tenth of a second, `over` is called once the
     last ones have come after stop(), which shuts the microphone at once. Rejects where there is none or nobody lets us. */
  async function open(worklet, wishes, heard, over) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: Object.assign({ channelCount: 1 }, wishes) });
    const shut = () => stream.getTracks().forEach((track) => track.stop());
    let context;
    try {
      let source;
      [context, source] = joined(stream);
      await context.audioWorklet.addModule(worklet);
      const node = new AudioWorkletNode(context, 'listening', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
      node.port.onmessage = ({ data }) => {
        if (data) { heard(data); return; }
        context.close();
        over();
      };
      source.connect(node);
      return { rate: context.sampleRate, stop: () => { shut(); node.port.postMessage('end'); } };
    } catch (impossible) {
      shut();
      if (context) context.close();
      throw impossible;
    }
  }

  /* Samples at a lower rate, each the mean of those it stands for; at a rate that is low enough as they are. */
  function thinned(samples, rate, most) {
    if (rate <= most) return [samples, rate];
    const step = rate / most;
    const fewer = new Float32Array(Math.floor(samples.length / step));
    for (let i = 0; i < fewer.length; i += 1) {
      const [from, to] = [Math.floor(i * step), Math.floor((i + 1) * step)];
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += samples[at];
      fewer[i] = sum / (to - from);
    }
    return [fewer, most];
  }

  function whole(parts) {
    const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    parts.forEach((part) => { all.set(part, at); at += part.length; });
    return all;
  }

  /* What was heard as a WAV file, at `most` samples a second at most. */
  function wav(parts, heardAt, most) {
    const [samples, rate] = thinned(whole(parts), heardAt, most || heardAt);
    const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
    const text = (place, letters) => Array.from(letters).forEach((letter, i) => view.setUint8(place + i, letter.charCodeAt(0)));
    text(0, 'RIFF'); view.setUint32(4, 36 + samples.length * 2, true); text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, rate, true); view.setUint32(28, rate * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    text(36, 'data'); view.setUint32(40, samples.length * 2, true);
    samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
    return new Blob([view], { type: 'audio/wav' });
  }

  const peak = (samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

  window.microphone = { open, wav, peak, there: () => Boolean(window.isSecureContext && navigator.mediaDevices && window.AudioWorkletNode) };
}());
