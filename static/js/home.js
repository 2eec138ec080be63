/* A lesson taken home in one file: nobody at the other end, everything in the file, and what was done goes back as a file.
   Stands in for what keeps and for the tablet; tried on no real tablet yet. Knows no lesson. */
(function () {
  'use strict';

  const told = (id) => JSON.parse(document.getElementById(id).textContent);
  const sounds = told('sounds');
  const kept = window.keep;

  function blobOf(base64) {
    const letters = atob(base64);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    return new Blob([bytes], { type: 'audio/mpeg' });
  }

  /* All that was done and is still here, as a tablet would send it, in a file. */
  async function save() {
    const [, results] = await kept.message(Infinity);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(Object.assign({ format: 1 }, results))], { type: 'application/json' }));
    link.download = document.body.dataset.results;
    link.click();
  }

  function end(html) {
    const main = document.getElementById('main');
    document.body.classList.remove('practice');
    main.className = 'p-finish';
    main.innerHTML = html;
    document.querySelectorAll('.foot .help, .foot .unclear').forEach((button) => button.remove());
    const acts = document.getElementById('acts');
    acts.textContent = '';
    acts.appendChild(document.getElementById('bring').content.cloneNode(true));
    document.dispatchEvent(new CustomEvent('shown'));
  }

  document.addEventListener('click', (tap) => {
    if (tap.target.closest('[data-act="tap save"]')) save();
    if (tap.target.closest('[data-act="tap again"]')) location.reload();
  });

  kept.drawing = async () => told('drawing');
  kept.sound = async (address) => { const found = sounds[address.split('/').pop()]; return found ? blobOf(found) : null; };
  kept.send = async () => {};
  kept.atHome = true;
  window.tablet = { end, away: () => true, kept: async () => told('lights') };
}());
