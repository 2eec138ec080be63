/* Hands the samples of the microphone to the page, a tenth of a second at a time; runs beside the page, knows nothing of it. */
class Listening extends AudioWorkletProcessor {
  constructor() {
    super();
    this.kept = [];
    this.size = 0;
    this.open = true;
    this.port.onmessage = () => {
      this.open = false;
      this.send();
      this.port.postMessage(null);
    };
  }

  send() {
    const all = new Float32Array(this.size);
    let at = 0;
    this.kept.forEach((part) => { all.set(part, at); at += part.length; });
    this.kept = [];
    this.size = 0;
    if (all.length) this.port.postMessage(all, [all.buffer]);
  }

  process([input]) {
    if (this.open && input.length) {
      this.kept.push(input[0].slice());
      this.size += input[0].length;
      if (this.size >= sampleRate / 10) this.send();
    }
    return this.open;
  }
}
registerProcessor('listening', Listening);
