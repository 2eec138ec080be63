/* Shows the button that prints the page, as only a page with scripts can; and of each drawn phone the part where the step
   is: whole where it is only a little smaller then, else as much smaller and moved as all that is ringed needs, at last without what
   is not touched. Knows nothing of lessons. */
document.querySelectorAll('[data-print]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});

const SIZES = [1, 0.92, 0.84, 0.76, 0.68, 0.6];
const WHOLE = SIZES.slice(0, 3);
const DENSE = [...SIZES.slice(2), 0.54];
const MARGIN = 9;

/* From where to where, in pixels of the whole phone, something ringed stands. */
function ringed(phone) {
  const top = phone.getBoundingClientRect().top;
  const boxes = [...phone.querySelectorAll('.here, .hand')].map((one) => one.getBoundingClientRect()).filter((box) => box.height);
  if (!boxes.length) return [0, 0];
  return [Math.min(...boxes.map((box) => box.top)) - top - MARGIN, Math.max(...boxes.map((box) => box.bottom)) - top + MARGIN];
}

function fit(pane) {
  const phone = pane.querySelector('.sim');
  const shot = pane.closest('.shot');
  const room = pane.clientHeight;
  let from = 0, to = 0;
  const drawn = (size) => {
    shot.style.setProperty('--fit', size);
    [from, to] = ringed(phone);
  };
  shot.classList.add('placed');
  shot.classList.remove('dense');
  const whole = WHOLE.some((size) => { drawn(size); return phone.scrollHeight <= room; });
  const fits = (size) => { drawn(size); return to - from <= room; };
  if (!whole && !SIZES.some(fits)) {
    shot.classList.add('dense');
    DENSE.some(fits);
  }
  const all = phone.scrollHeight;
  const most = Math.max(0, all - room);
  const shift = to <= room ? 0 : Math.min(most, Math.max(0, Math.min(from, (from + to - room) / 2)));
  shot.style.setProperty('--shift', `${-shift}px`);
  shot.classList.toggle('from', shift > 1);
  shot.classList.toggle('on', all - shift - room > 1);
}

function fitAll() {
  document.querySelectorAll('.shot .pane').forEach(fit);
}

fitAll();
window.addEventListener('resize', fitAll);
