/* A demonstration on the laptop: keys and a presenter's clicker go on and back. Knows two buttons, no lesson. */
(function () {
  'use strict';

  const ON = ['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'Spacebar'];
  const BACK = ['ArrowLeft', 'ArrowUp', 'PageUp'];

  document.addEventListener('keydown', (key) => {
    if (key.defaultPrevented || key.altKey || key.ctrlKey || key.metaKey || key.repeat) return;
    const busy = key.target.closest('input, select, textarea') || (key.key === ' ' && key.target.closest('button, a, summary'));
    const way = ON.indexOf(key.key) >= 0 ? 'next' : BACK.indexOf(key.key) >= 0 ? 'back' : '';
    const button = way && !busy && document.querySelector('#stage [name="go"][value="' + way + '"]');
    if (!button || button.disabled) return;
    key.preventDefault();
    button.click();
  });
}());
