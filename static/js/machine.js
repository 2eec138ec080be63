/* Plays a lesson from its data on this tablet: from a place and an act to the next place and its outcome, and how that
   looks. It does what app/simulator/machine.py, glance.py and compiled.py do, no more; a test keeps the two the same.
   Knows no page, no store and no server. */
(function () {
  'use strict';

  const HINTS = 3;
  const LONGEST = 400;
  const targetOf = (act) => act.slice(act.indexOf(' ') + 1 || act.length);
  const visitOf = (screen) => ({ screen, touched: [], fields: {}, scrolled: false, hint: 0, slips: 0, frozen: 0 });
  const changed = (place, visit) => Object.assign({}, place, { visit: Object.assign({}, place.visit, visit) });
  const moved = (place, to, more) => Object.assign({}, place, { visit: visitOf(to) }, more);
  const outcome = (kind, say, moves) => ({ kind, say: say || '', moved: Boolean(moves) });

  function machine(lesson, twist) {
    const play = lesson.plays[twist || 0];
    const at = (name) => lesson.screens[play.screens[name]];

    const start = () => ({ visit: visitOf(play.start), trail: [], origins: [], owed: [], encore: false, done: false, beside: false });
    const state = (visit, name) => visit.fields[name] || '';
    const wordOf = (widget) => widget.name || widget.kind;
    const ticked = (widget, visit) => (state(visit, widget.name) ? state(visit, widget.name) === 'on' : Boolean(widget.on));

    function widgetOf(screen, target) {
      const whole = target.split('.')[0];
      return screen.widgets.find((one) => one.name === whole) || screen.widgets.find((one) => !one.name && one.kind === whole);
    }

    function touch(place, act) {
      const target = targetOf(act.act);
      if (!/^(tap|type) /.test(act.act) || place.visit.touched.indexOf(target) >= 0) return place;
      return changed(place, { touched: place.visit.touched.concat(target) });
    }

    const stand = (place, name, how) => changed(place, { fields: Object.assign({}, place.visit.fields, { [name]: how }) });

    function matches([act, before, twice], visit, done) {
      if (act === 'type real-data') return done.value === 'real-data';
      if (act !== done.act) return false;
      if (before) return visit.touched.indexOf(before) < 0;
      return !twice || visit.touched.indexOf(targetOf(act)) >= 0;
    }

    function slipped(place, say, again, detour) {
      const here = place.visit.screen;
      const owes = again && !place.encore && !place.origins.length && place.owed.indexOf(here) < 0;
      const now = changed(Object.assign({}, place, owes ? { owed: place.owed.concat(here) } : {}), { slips: place.visit.slips + 1 });
      if (!detour || detour === here) return [now, outcome('slip', say)];
      return [moved(now, detour, { origins: now.origins.concat(now.visit), trail: [] }), outcome('slip', say, true)];
    }

    const nudge = (place, widget) => slipped(place, widget.nudge || lesson.otherwise);

    function judged(place, widget, how, fits) {
      const now = stand(place, widget.name || '', how);
      return fits ? [now, outcome('correct')] : nudge(now, widget);
    }

    function numbered(widget, act, count) {
      const [head, tail] = [act.act.slice(0, act.act.indexOf('.')), act.act.slice(act.act.indexOf('.') + 1)];
      const number = act.act.indexOf('.') > 0 && head === 'tap ' + wordOf(widget) && /^\d+$/.test(tail) ? Number(tail) : 0;
      return number <= count ? number : 0;
    }

    const spotsFound = (widget, visit) => widget.clues.map((clue, i) => clue && visit.touched.indexOf(wordOf(widget) + '.' + (i + 1)) >= 0);

    const typed = (verb) => ({
      takes: (widget, act) => act.act === verb + ' ' + wordOf(widget),
      take(place, screen, widget, act) {
        const now = touch(place, act);
        if (!widget.answer) return [stand(now, widget.name || '', 'other'), outcome('neutral')];
        return judged(now, widget, act.value || 'other', act.value === 'answer');
      },
      met: (widget, visit) => !widget.answer || state(visit, widget.name || '') === 'answer',
      answer: (widget) => ({ act: verb + ' ' + wordOf(widget), value: 'answer' }),
    });

    /* A slider or a wheel: it stands somewhere from the start, and to pass other options on the way is no slip. */
    const turned = (widget, visit) => Number(state(visit, widget.name || '') || widget.at);
    const turn = {
      takes: (widget, act) => numbered(widget, act, widget.options || 0) > 0,
      take(place, screen, widget, act) {
        const number = numbered(widget, act, widget.options);
        const nearer = widget.answer && Math.abs(number - widget.answer) < Math.abs(turned(widget, place.visit) - widget.answer);
        const now = touch(stand(place, widget.name || '', String(number)), act);
        if (rightTo(screen, act.act) && turn.met(widget, now.visit)) return leave(now, screen, act.act);
        return [now, outcome(nearer ? 'correct' : 'neutral', screen.fine[act.act])];
      },
      met: (widget, visit) => !widget.answer || turned(widget, visit) === widget.answer,
      answer: (widget, visit) => {
        const now = turned(widget, visit);
        return { act: 'tap ' + wordOf(widget) + '.' + (now < widget.answer ? now + 1 : now - 1), value: '' };
      },
    };

    const kinds = {
      tick: {
        takes: (widget, act) => act.act === 'tap ' + wordOf(widget),
        take(place, screen, widget, act) {
          const on = !ticked(widget, place.visit);
          const now = touch(place, act);
          if (widget.must === null) return [stand(now, widget.name || '', on ? 'on' : 'off'), outcome('neutral', screen.fine[act.act])];
          return judged(now, widget, on ? 'on' : 'off', on === Boolean(widget.must));
        },
        met: (widget, visit) => widget.must === null || ticked(widget, visit) === Boolean(widget.must),
        answer: (widget) => ({ act: 'tap ' + wordOf(widget), value: '' }),
      },
      pick: {
        takes: (widget, act) => numbered(widget, act, widget.options || 0) > 0,
        take(place, screen, widget, act) {
          const number = numbered(widget, act, widget.options);
          return judged(touch(place, act), widget, String(number), !widget.answer || number === widget.answer);
        },
        met: (widget, visit) => !widget.answer || state(visit, widget.name || '') === String(widget.answer),
        answer: (widget) => ({ act: 'tap ' + wordOf(widget) + '.' + widget.answer, value: '' }),
      },
      slider: turn,
      wheel: turn,
      field: typed('type'),
      pin: Object.assign(typed('filled'), {
        take(place, screen, widget, act) {
          let [now, came] = typed('filled').take(place, screen, widget, act);
          if (came.kind === 'correct' && rightTo(screen, act.act)) return leave(now, screen, act.act);
          if (came.kind === 'slip') now = stand(now, widget.name || '', '');
          return [now, came];
        },
      }),
      spots: {
        takes: (widget, act) => numbered(widget, act, (widget.clues || []).length) > 0,
        take(place, screen, widget, act) {
          const spot = numbered(widget, act, widget.clues.length) - 1;
          if (!widget.clues[spot]) return slipped(place, widget.says[spot]);
          const seen = place.visit.touched.indexOf(targetOf(act.act)) >= 0;
          const now = touch(place, act);
          const found = 'found ' + wordOf(widget);
          if (kinds.spots.met(widget, now.visit) && rightTo(screen, found)) return leave(now, screen, found, widget.says[spot]);
          return [now, outcome(seen ? 'neutral' : 'correct', widget.says[spot])];
        },
        met: (widget, visit) => spotsFound(widget, visit).filter(Boolean).length >= (widget.need || 0),
        answer: (widget, visit) => {
          const found = spotsFound(widget, visit);
          return { act: 'tap ' + wordOf(widget) + '.' + (widget.clues.findIndex((clue, i) => clue && !found[i]) + 1), value: '' };
        },
      },
    };

    /* A handwriting pad: what it guessed is pointed at, or the word is typed, which is as good. */
    kinds.write = Object.assign({}, kinds.spots, {
      takes: (widget, act) => act.act === 'type ' + wordOf(widget) || kinds.spots.takes(widget, act),
      take(place, screen, widget, act) {
        if (act.act.indexOf('type ') !== 0) return kinds.spots.take(place, screen, widget, act);
        if (act.value !== 'answer') return nudge(touch(place, act), widget);
        return kinds.spots.take(place, screen, widget, { act: 'tap ' + wordOf(widget) + '.' + (widget.clues.findIndex(Boolean) + 1), value: '' });
      },
    });

    const rightTo = (screen, act) => (screen.right.find(([one]) => one === act) || [])[1];
    const unmet = (screen, visit) => screen.widgets.find((widget) => kinds[widget.kind] && !kinds[widget.kind].met(widget, visit));

    function leave(place, screen, act, say) {
      const waiting = unmet(screen, place.visit);
      return waiting ? nudge(place, waiting) : [move(place, rightTo(screen, act)), outcome('correct', say, true)];
    }

    function move(place, to) {
      const [trail, owed, origins] = [place.trail.concat(place.visit.screen), place.owed, place.origins];
      if (to === 'resume') {
        const back = origins[origins.length - 1];
        return Object.assign({}, place, { visit: Object.assign({}, back, { hint: 0 }), origins: origins.slice(0, -1), trail: [] });
      }
      if (origins.length || !(place.encore || to === play.finish)) return moved(place, to, { trail });
      if (owed.length) return moved(place, owed[0], { owed: owed.slice(1), trail: [], encore: true });
      return moved(place, play.finish, { trail: [], encore: false, done: true });
    }

    function advance(place, act) {
      const [screen, visit] = [at(place.visit.screen), place.visit];
      if (place.done) return [place, outcome('neutral')];
      if (act.act === 'tap help') return [changed(place, { hint: Math.min(HINTS, visit.hint + 1) }), outcome('hint')];
      if (act.act === 'tap unclear') return [place, Object.assign(outcome('neutral'), { noted: true })];
      if (act.act === 'wait long') return [changed(place, { frozen: visit.frozen + 1 }), outcome('neutral')];
      if (act.act === 'tap beside-me' || act.act === 'tap beside-gone') return [Object.assign({}, place, { beside: act.act === 'tap beside-me' }), outcome('neutral')];
      if (act.act === 'swipe down' && visit.scrolled) return [changed(place, { scrolled: false }), outcome('neutral')];
      const slip = screen.wrong.find((rule) => matches(rule, visit, act));
      if (slip) return slipped(place, slip[3], slip[4], slip[5]);
      if (act.value === 'real-data') return slipped(place, lesson.real);
      const widget = widgetOf(screen, targetOf(act.act));
      const kind = widget && kinds[widget.kind];
      if (kind && kind.takes(widget, act)) return kind.take(place, screen, widget, act);
      if (rightTo(screen, act.act)) return leave(place, screen, act.act);
      if (act.act in screen.fine || act.act === 'swipe up') {
        const now = touch(place, act);
        const scrolls = act.act === 'swipe up' && !visit.scrolled && screen.widgets.some((one) => one.below);
        return scrolls ? [changed(now, { scrolled: true }), outcome('correct', screen.fine[act.act])]
          : [now, outcome('neutral', screen.fine[act.act] || lesson.otherwise)];
      }
      if (act.act === 'tap back' && place.trail.length) {
        return [moved(place, place.trail[place.trail.length - 1], { trail: place.trail.slice(0, -1) }), outcome('neutral', '', true)];
      }
      return [act.act === 'tap back' ? place : touch(place, act), outcome('neutral', lesson.otherwise)];
    }

    function toward(screen, visit, act, asked) {
      const rule = screen.wrong.find(([one, before]) => one === act && before && visit.touched.indexOf(before) < 0);
      if (rule && asked.indexOf(rule[1]) < 0) return toward(screen, visit, 'tap ' + rule[1], asked.concat(rule[1]));
      const waiting = rightTo(screen, act) && unmet(screen, visit);
      if (waiting) {
        const wanted = kinds[waiting.kind].answer(waiting, visit);
        return rightTo(screen, wanted.act) || wanted.value ? wanted : toward(screen, visit, wanted.act, asked);
      }
      const widget = widgetOf(screen, targetOf(act));
      if (widget && widget.below && !visit.scrolled) return { act: 'swipe up', value: '' };
      return { act, value: act.indexOf('filled ') === 0 ? 'answer' : '' };
    }

    function nextAct(place) {
      const screen = at(place.visit.screen);
      return place.done ? null : toward(screen, place.visit, screen.right[0][0], []);
    }

    function progress(place) {
      const [total, order] = [play.order.length, play.order];
      if (place.encore || place.done) return [total, total];
      const met = place.trail.concat(place.visit.screen, place.origins.map((origin) => origin.screen));
      return [Math.max(1, ...met.map((name) => order.indexOf(name) + 1)), total];
    }

    function mode(place, last, told) {
      if (last && last.kind === 'slip' && told) return 'slip';
      if (last && last.kind === 'hint' && place.visit.hint) return 'hint';
      if (told) return 'told';
      return place.visit.frozen > 0 && (!last || last.kind === 'neutral') ? 'offered' : 'plain';
    }

    const climb = (planned, visit) => lesson.climbing[planned][Math.min(visit.slips + visit.frozen, 3)][Math.min(visit.hint, 3)];

    function marksOf(place, last, planned, called, rest, why) {
      const { visit } = place;
      const target = nextAct(place);
      const told = last && last.kind !== 'hint' ? last.say : '';
      const marks = new Set(['s=' + climb(planned, visit), mode(place, last, told), 'at0']);
      visit.touched.forEach((name) => marks.add('t=' + name));
      Object.keys(visit.fields).forEach((name) => marks.add('f=' + name + ':' + visit.fields[name]));
      if (target) marks.add('r=' + target.act);
      if (target && target.act.indexOf('filled ') === 0 && lesson.pin) marks.add('k=' + lesson.pin[0]);
      if (!last || last.moved) marks.add('arrived');
      if (visit.hint < HINTS) marks.add('more');
      if (visit.hint === 1) marks.add('first');
      if (called) marks.add('called');
      if (last && last.noted) marks.add('noted');
      if (rest) marks.add('rest');
      if (why) marks.add('why');
      if (place.beside) marks.add('beside');
      if (climb(planned, visit) !== planned) marks.add('climbed');
      return [marks, told];
    }

    /* The drawing of a place; `last` is the outcome that led there, null on arrival; `rest` says that a stop is offered,
       `why` is the drawn sentence that says why the step has this support. */
    function fragment(place, last, planned, size, called, rest, why) {
      const { visit } = place;
      const screen = at(visit.screen);
      const [marks, told] = marksOf(place, last, planned, called, rest, why);
      const line = lesson.lines[told] || ['', '', ''];
      const holes = Object.assign({}, screen.say, { told: line[0], beside: line[1], beats: line[2], hint: screen.hints[visit.hint - 1] || '', where: lesson.where[progress(place).join('/')],
        support: climb(planned, visit), outcome: last ? last.kind : '', screen: visit.screen, size, why: why || '' });
      const glass = screen.glass[size];
      holes.level = drawn(lesson.level, marks, holes);
      holes.card = drawn(screen.card, marks, holes);
      holes.glass = drawn(glass[Math.min(Number(visit.scrolled), glass.length - 1)], marks, holes);
      return drawn(lesson.frame, marks, holes);
    }

    function replay(acts) {
      const story = { place: start(), last: null, steps: [] };
      acts.forEach((act) => {
        const screen = story.place.visit.screen;
        const { visit, beside } = story.place;
        [story.place, story.last] = advance(story.place, act);
        story.steps.push({ screen, act, visit, beside, outcome: story.last });
      });
      return story;
    }

    function* path(place) {
      for (let i = 0, here = place || start(); i < LONGEST; i += 1) {
        const act = nextAct(here);
        if (!act) return;
        yield [here.visit.screen, act];
        [here] = advance(here, act);
      }
    }

    return { start, advance, nextAct, replay, fragment, path, climb, at, progress };
  }

  function holds(condition, marks) {
    const not = condition[0] === '!';
    return (not ? condition.slice(1) : condition).split('|').some((mark) => marks.has(mark)) !== not;
  }

  function drawn(nodes, marks, holes) {
    return nodes.map((node) => (typeof node === 'string' ? node : node.length === 1 ? holes[node[0]]
      : drawn(node[holds(node[0], marks) ? 1 : 2], marks, holes))).join('');
  }

  /* What kind of value was typed, so that the words themselves go no further. */
  function kindOf(lesson, twist, screen, act, typed) {
    if (!/^(type|filled) /.test(act)) return '';
    const said = typed.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
    const whole = targetOf(act);
    const widgets = lesson.screens[lesson.plays[twist || 0].screens[screen]].widgets;
    const widget = widgets.find((one) => one.name === whole) || widgets.find((one) => !one.name && one.kind === whole);
    if (widget && widget.answer && (said === widget.answer || (widget.also && said === widget.also))) return 'answer';
    return /\d{17}[\dx]/.test(said) ? 'real-data' : 'other';
  }

  window.lessons = { machine, drawn, kindOf };
}());
