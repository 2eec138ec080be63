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

  /* All that was done and is still here, as a tablet would send it. */
  async function results() {
    const [acts, plays] = await Promise.all([kept.pending(), kept.all('plays')]);
    const here = plays.filter((play) => play.ticket && acts.some((one) => one.session === play.session));
    return {
      format: 1,
      openings: here.map((play) => ({ session: play.session, ticket: play.ticket, locale: play.locale, voice: play.voice, ago: kept.ago(play.at) })),
      acts: acts.map((one) => ({ uuid: one.uuid, session: one.session, act: one.act, value: one.value, screen: one.screen, outcome: one.outcome, ago: kept.ago(one.at) })),
    };
  }

  async function save() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(await results())], { type: 'application/json' }));
    link.download = document.body.dataset.results;
    link.click();
  }

  function end(html) {
    const main = document.getElementById('main');
    document.body.classList.remove('practice');
    main.className = 'p-finish';
    main.innerHTML = html;
    document.querySelectorAll('.foot .help').forEach((button) => button.remove());
    document.getElementById('acts').replaceChildren(document.getElementById('bring').content.cloneNode(true));
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
