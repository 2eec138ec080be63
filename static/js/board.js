/* The board looks again by itself: the focus stays where it was, or goes to the heading where that is gone, and nothing
   changes under a finger. Knows nobody. */
(function () {
  'use strict';

  let down = false;
  let had = null; // what had the focus before the board changed

  ['pointerup', 'pointercancel'].forEach((name) => document.addEventListener(name, () => { down = false; }, true));
  document.addEventListener('pointerdown', () => { down = true; }, true);

  document.addEventListener('htmx:beforeSwap', (swap) => {
    if (down) swap.detail.shouldSwap = false; // it looks again soon
    const at = document.activeElement;
    had = at && at.closest('#now') ? at.id : null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    if (had === null || document.activeElement !== document.body) return;
    (document.getElementById(had) || document.getElementById('heading')).focus({ preventScroll: true });
    had = null;
  });
}());
