/* Takes one photo in the staff page of a person: open, look, take, keep. The picture goes with the form as a file, as a chosen
   one would. Without a camera or a safe address the page's file field stays. Knows nobody. */
(function () {
  'use strict';

  const SIDE = 640;
  const form = document.getElementById('photo');
  if (!form || !window.isSecureContext || !navigator.mediaDevices || !window.DataTransfer) return;
  const at = (id) => document.getElementById(id);
  const [view, shot, open, take, keep, again, file, why, seen] = ['view', 'shot', 'open', 'take', 'keep', 'again', 'file', 'why', 'seen'].map(at);
  const field = form.elements.photo;
  let stream = null;
  let asking = false; // whether the browser asks about the camera at this moment

  const only = (...seen) => [open, take, keep, again].forEach((button) => { button.hidden = !seen.includes(button); });

  function close() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
  }

  function say(sentence) {
    why.hidden = !sentence;
    why.querySelector('span').textContent = sentence;
  }

  async function begin() {
    if (asking || stream) return; // pressed twice
    say('');
    asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: 1280 } }, audio: false });
    } catch (refused) {
      say(form.dataset.noCamera);
      file.hidden = false;
      return;
    } finally {
      asking = false;
    }
    view.srcObject = stream;
    view.hidden = seen.hidden = false;
    shot.hidden = true;
    await view.play();
    only(take);
    take.focus();
  }

  /* The middle square of what the camera sees. */
  function snap() {
    const side = Math.min(view.videoWidth, view.videoHeight);
    if (!side) return;
    shot.getContext('2d').drawImage(view, (view.videoWidth - side) / 2, (view.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
    close();
    view.hidden = true;
    shot.hidden = false;
    shot.toBlob((blob) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
      field.files = chosen.files;
      only(keep, again);
      keep.focus();
    }, 'image/jpeg', 0.92);
  }

  open.addEventListener('click', begin);
  take.addEventListener('click', snap);
  again.addEventListener('click', begin);
  window.addEventListener('pagehide', close);

  at('camera').hidden = false;
  file.hidden = true;
  only(open);
}());
