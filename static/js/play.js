/* One play on this tablet: its lesson, its acts so far and where they lead. Each act is kept before it is shown, then sent.
   Knows the machine and what keeps; nothing of fingers. */
(function () {
  'use strict';

  const MOST = { alone: 5, again: 3 }; // skills that the end names
  let now = null; // { play, machine, place, last, steps }

  const planned = () => now.play.plan[now.place.visit.screen] || 'prompted';

  function follow(play, lesson) {
    const machine = window.lessons.machine(lesson, play.twist);
    const story = machine.replay(play.acts.map(([, act, value]) => ({ act, value })));
    now = { play, lesson, machine, place: story.place, last: story.last, steps: story.steps };
  }

  /* Take up a play as its page tells it, with what this tablet did that the laptop does not know yet.
     Resolves to whether there is more than the page shows. */
  async function begin(told) {
    if (told.token) window.keep.speakAs({ 'X-Tablet': told.token });
    const lesson = await window.keep.drawing(told.drawing);
    const [waiting, kept] = await Promise.all([window.keep.pending(), window.keep.all('plays')]);
    const ended = (one) => one.done || waiting.some((act) => act.session === one.session && act.end);
    const mine = told.session ? null : kept.find((one) => one.learner === told.learner && one.lesson === told.lesson && !ended(one));
    const play = mine || Object.assign({ acts: [], at: window.keep.stamp() }, told, { session: told.session || window.keep.uuid() });
    play.checked = told.checked; // the laptop may know better by now
    const known = new Set(play.acts.map(([uuid]) => uuid));
    const more = waiting.filter((one) => one.session === play.session && !known.has(one.uuid));
    play.acts = play.acts.concat(more.map(window.keep.row));
    const old = kept.filter((one) => one.session !== play.session && one.done && !waiting.some((act) => act.session === one.session));
    await window.keep.within(['plays'], 'readwrite', (plays) => {
      old.forEach((one) => plays.delete(one.session));
      plays.put(play);
    });
    follow(play, lesson);
    if (more.length) window.keep.send();
    return Boolean(more.length || (mine && play.acts.length));
  }

  /* Do acts one after the other, each as [act, typed]; what was typed goes no further than here. */
  async function perform(acts) {
    for (const [act, typed] of acts) {
      if (now.place.done) break;
      const screen = now.place.visit.screen;
      const value = window.lessons.kindOf(now.lesson, now.play.twist, screen, act, typed);
      const before = { place: now.place, last: now.last };
      const [place, last] = now.machine.advance(before.place, { act, value });
      const writing = window.keep.act(now.play, { uuid: window.keep.uuid(), act, value, screen, outcome: last.kind, end: place.done });
      now.steps.push({ screen, act: { act, value }, visit: before.place.visit, beside: before.place.beside, outcome: last });
      Object.assign(now, { place, last });
      now.drawn = place.done ? '' : fragment(); // while the disk writes
      try {
        await writing;
      } catch (full) {
        now.steps.pop();
        Object.assign(now, before, { drawn: '' });
        throw full;
      }
      if (last.moved) break;
    }
  }

  const fragment = () => now.machine.fragment(now.place, now.last, planned(), now.play.size, window.keep.reached(), rests(), (now.play.why || {})[now.place.visit.screen]);

  /* The place as it is to be shown; drawn already when an act has just led there. */
  function picture() {
    const html = now.drawn || fragment();
    now.drawn = '';
    return html;
  }

  /* The laptop sees this play otherwise: its view is taken over. */
  async function mend(acts) {
    now.play.acts = acts;
    follow(now.play, now.lesson);
    await window.keep.put('plays', now.play);
  }

  /* The decisions so far: of each visit to a screen the first act that was not neutral. */
  function decisions() {
    let run = null;
    return now.steps.filter(({ screen, outcome }) => {
      if (!run || run.screen !== screen) run = { screen };
      if (outcome.kind === 'neutral' || run.told) return false;
      run.told = true;
      return true;
    });
  }

  /* Whether a stop is offered: every so many decisions, on something that just went well. */
  function rests() {
    const { last, place, play } = now;
    return Boolean(play.rest && last && last.kind === 'correct' && last.moved && !place.done && decisions().length % play.rest === 0);
  }

  /* The skills of the lesson by how their first meeting went: done alone, with help, to be practised again. */
  function skills() {
    const first = {};
    decisions().forEach(({ screen, visit, beside, outcome }) => {
      const level = now.machine.climb(now.play.plan[screen] || 'prompted', visit);
      const unaided = outcome.kind === 'correct' && (level === 'prompted' || level === 'alone') && !visit.hint && !beside;
      if (!first[screen]) first[screen] = outcome.kind === 'slip' && !beside ? 'again' : unaided ? 'alone' : 'helped';
    });
    const sorted = { alone: [], again: [], helped: [] };
    Object.keys(first).forEach((screen) => now.machine.at(screen).skills.forEach((skill) => { if (sorted[first[screen]].indexOf(skill) < 0) sorted[first[screen]].push(skill); }));
    sorted.again = sorted.again.filter((skill) => sorted.alone.indexOf(skill) < 0);
    return sorted;
  }

  /* How the end of the play looks when no laptop tells it. */
  function end(face) {
    const { alone, again } = skills();
    const [from, to] = now.play.checked || [0, 0]; // while the front-door card counts as checked
    const checked = from <= Date.now() && Date.now() < to;
    const marks = new Set(['local'].concat(alone.length ? 'some' : [], again.length ? 'more' : [], checked ? 'checked' : [], now.play.met ? 'met=' + now.play.met : [],
      alone.slice(0, MOST.alone).map((skill) => 'alone=' + skill), again.slice(0, MOST.again).map((skill) => 'again=' + skill)));
    return window.lessons.drawn(now.lesson.finish, marks, { face, acts: '' });
  }

  window.play = { begin, perform, picture, mend, end, here: () => now };
}());
