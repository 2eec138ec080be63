/* Everything that this browser keeps for the page: storage, cookies, address, databases, caches. */
async () => {
  const found = [{ ...localStorage }, { ...sessionStorage }].map((store) => JSON.stringify(store));
  found.push(document.cookie, location.href);
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => {
      indexedDB.open(name).onsuccess = (opened) => done(opened.target.result);
    });
    for (const store of base.objectStoreNames) {
      const rows = base.transaction(store).objectStore(store).getAll();
      found.push(JSON.stringify(await new Promise((done) => { rows.onsuccess = () => done(rows.result); })));
    }
  }
  for (const name of await (window.caches ? caches.keys() : [])) found.push(name);
  return found.join('\n');
}
