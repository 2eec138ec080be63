/* The page that asks for a code: signs are put together here, and only a whole code is sent; a picture says its name when
   it is tapped. Without this file each sign is a button that posts. Keeps nothing of what was pressed. */
(function () {
  'use strict';

  const form = document.querySelector('.code');
  if (!form) return;
  const pressed = form.querySelector('[name="pressed"]');
  const length = Number(form.dataset.length);

  function draw(signs) {
    const row = form.querySelector('.signs');
    Array.from(row.children, (place, i) => {
      const key = i < signs.length && form.querySelector('.key[value="' + signs[i] + '"] .pic');
      place.className = i < signs.length ? 'full' : '';
      place.textContent = '';
      if (key) place.appendChild(key.cloneNode(true));
    });
    row.setAttribute('aria-label', row.dataset.said.replace('#', signs.length));
  }

  form.addEventListener('click', (tap) => {
    const key = tap.target.closest('.key');
    if (!key || !pressed) return;
    const signs = pressed.value.split(' ').filter(Boolean);
    if ('say' in key.dataset && window.speech && !window.speech.quiet()) window.speech.say([key]);
    if (key.value !== 'delete' && signs.length + 1 >= length) return; // the last one sends the form
    tap.preventDefault();
    const now = key.value === 'delete' ? signs.slice(0, -1) : signs.concat(key.value);
    pressed.value = now.join(' ');
    draw(now);
  });

  window.addEventListener('pageshow', () => { if (pressed) { pressed.value = ''; draw([]); } });
  if (form.dataset.wait) setTimeout(() => location.reload(), (Number(form.dataset.wait) + 1) * 1000);
}());
