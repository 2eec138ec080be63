/* Photos on this tablet: each is fetched once, shown over the drawn face, and let go when the laptop names it no more.
   Where one cannot be had, the drawn face below it is what is seen. Knows nobody. */
(function () {
  'use strict';

  const nameOf = (address) => address.split('/').pop();

  /* A photo from this tablet, else from the laptop, then kept; null where there is none. */
  async function photo(address) {
    const kept = await window.keep.sound(address);
    if (kept) return kept;
    const found = await fetch(address, { credentials: 'same-origin' });
    if (!found.ok) return null;
    const blob = await found.blob();
    await window.keep.put('sounds', { name: nameOf(address), blob, photo: true }).catch(() => { /* shown, and not kept */ });
    return blob;
  }

  async function show(image) {
    const blob = await photo(image.dataset.photo).catch(() => null);
    if (!blob) return;
    const address = URL.createObjectURL(blob);
    image.onload = () => { image.hidden = false; URL.revokeObjectURL(address); };
    image.src = address;
  }

  function showAll() {
    if (window.keep) document.querySelectorAll('img[data-photo]:not([src])').forEach(show);
  }

  /* Fetch those of the class that are not here, and let every other one go. */
  async function keepOnly(addresses) {
    const wanted = new Set(addresses.map(nameOf));
    const gone = (await window.keep.all('sounds')).filter((kept) => kept.photo && !wanted.has(kept.name));
    for (const one of gone) await window.keep.drop('sounds', one.name);
    for (const address of addresses) await photo(address);
  }

  window.portraits = { keepOnly };
  document.addEventListener('shown', showAll);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', showAll); else showAll();
}());
