/* The settings page shows a new text size or contrast at once; the form keeps it. */
document.addEventListener('change', (change) => {
  const { name, value, form } = change.target;
  if (form && 'settings' in form.dataset && (name === 'size' || name === 'theme')) document.documentElement.dataset[name] = value;
});
