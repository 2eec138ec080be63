/* The bench: counters count while one types, a field in the drawn phone is chosen by a tap, what one goes on with has the
   focus, and a laptop that does not answer is told. Without it every form still sends. Knows no lesson. */
(function () {
  'use strict';

  const BUSY = 503; // others keep the lesson
  const AGAIN = 3000; // milliseconds after which a laptop that did not answer is asked again
  const number = (words) => Array.from(words).length;

  function count(field) {
    const label = field.closest('label');
    const shown = label && label.querySelector('.count');
    if (shown) tell(shown, number(field.value));
    const whole = field.closest('[data-together]');
    if (!whole) return;
    const all = Array.from(whole.querySelectorAll('[data-count]')).reduce((sum, one) => sum + number(one.value), 0);
    tell(whole.querySelector('.together .count'), all);
  }

  function tell(shown, n) {
    const most = Number(shown.dataset.most);
    shown.textContent = n + ' / ' + most;
    shown.classList.toggle('over', n > most);
  }

  const saved = () => document.getElementById('saved');

  function say(words) {
    if (saved() && saved().dataset[words]) saved().lastElementChild.textContent = saved().dataset[words];
  }

  document.addEventListener('input', (typed) => {
    if (!typed.target.matches) return;
    if (typed.target.matches('[data-count]')) count(typed.target);
    if (typed.target.closest('form.keeps')) say('typing');
  });

  /* The drawn phone: a tap into one of its fields means the field, as a tap on a button means the button. */
  document.addEventListener('click', (tap) => {
    const part = tap.target.closest('#phone .sim input:not([type=hidden]), #phone .sim summary');
    if (!part || !part.dataset.act) return;
    if (part.matches('summary') && !document.querySelector('.bench:not(.pointing)')) return; // a list opens, to point at what is in it
    tap.preventDefault();
    const way = document.createElement('input');
    [way.type, way.name, way.value] = ['hidden', 'act', part.dataset.act];
    const phone = document.getElementById('phone');
    phone.appendChild(way);
    phone.submit();
  });
  document.addEventListener('keydown', (key) => {
    if (key.key !== 'Enter' || !key.target.matches('#phone .sim input')) return;
    key.preventDefault();
    key.target.click();
  });

  function arrive() {
    const there = document.querySelector('.stops [aria-current]');
    const strip = there && there.closest('.stops');
    if (strip) {
      strip.scrollLeft = there.offsetLeft - (strip.clientWidth - there.offsetWidth) / 2;
      strip.scrollTop = there.offsetTop - (strip.clientHeight - there.offsetHeight) / 2;
    }
    const spot = location.hash && document.getElementById(location.hash.slice(1));
    if (spot) {
      for (let up = spot; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
      (spot.matches('input, textarea, select') ? spot : spot.querySelector('input:not([type=hidden]), textarea, select') || spot).focus();
    }
  }

  /* What had the focus on the drawn phone has it again when the phone is drawn anew. */
  let held = null;
  document.addEventListener('htmx:beforeSwap', () => {
    const at = document.activeElement;
    held = at && at.closest('#glass') ? at.dataset.act : null;
  });
  document.addEventListener('htmx:afterSettle', (came) => {
    if (came.target.id === 'bench') arrive();
    const again = held && document.activeElement === document.body && document.querySelector('#glass [data-act="' + held + '"]');
    if (again) again.focus({ preventScroll: true });
    held = null;
  });

  /* A laptop that does not answer, or is busy, is asked again until it does: what was written stands in its field meanwhile. */
  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach((name) => document.addEventListener(name, (failed) => {
    say('trouble');
    const form = failed.detail.elt;
    const again = name !== 'htmx:responseError' || failed.detail.xhr.status === BUSY;
    if (again && form.matches('form.keeps')) setTimeout(() => window.htmx.trigger(form, 'change'), AGAIN);
  }));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', arrive); else arrive();
}());
