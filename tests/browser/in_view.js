/* Tells what of the sentence that matters and of the next target cannot be seen on the glass as it stands.
   Of a target taller than `enough` of the glass its upper part must be seen, of any other all; the helping hand covers nothing.
   Of a message to judge, which is read aloud, that upper part is enough too. */
async (enough) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const seen = {
      left: Math.max(box.left, 0), top: Math.max(box.top, 0),
      right: Math.min(box.right, innerWidth), bottom: Math.min(box.bottom, innerHeight),
    };
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowY)) {
        const edge = up.getBoundingClientRect();
        seen.top = Math.max(seen.top, edge.top);
        seen.bottom = Math.min(seen.bottom, edge.bottom);
      }
    }
    return { box, seen };
  };
  const covered = (element, seen) => [0.15, 0.5, 0.85].filter((share) => {
    const top = document.elementFromPoint((seen.left + seen.right) / 2, seen.top + share * (seen.bottom - seen.top));
    return top && !element.contains(top) && !top.contains(element) && !top.closest('.hand');
  }).length > 1;
  const wrong = [];
  const check = (name, element, share = 1) => {
    const { box, seen } = shown(element);
    const least = box.height > enough * innerHeight ? enough * innerHeight : box.height * share - 2;
    if (seen.bottom - seen.top < least) {
      wrong.push(`${name}: ${Math.round(seen.bottom - seen.top)} of ${Math.round(box.height)} px seen`);
    } else if (covered(element, seen)) wrong.push(`${name} is covered`);
  };
  check('the sentence', document.getElementById('line'));
  // What is to be judged is itself the target as long as nothing shows which answer is right.
  const judged = document.querySelector('.play[data-screen="trial"]:not([data-support="shown"]):not([data-support="guided"])');
  const targets = [...(judged || document).querySelectorAll(judged ? '.sim [data-say]' : '[data-right]')].filter((element) => element.checkVisibility());
  if (targets.length) check('the target', targets[targets.length - 1], judged ? enough : 1);
  else if (!document.querySelector('[data-wait]')) wrong.push('no target');
  return wrong;
}
