/* Measures the page it runs in and returns plain numbers and names; which of them are good is not decided here.
   Blind to shadow DOM, to words in pictures, to whether an alt text is true, and to real fingers. */
window.audit = (() => {
  'use strict';

  const CONTROLS = [
    'a[href]', 'button', 'input:not([type=hidden])', 'select', 'textarea', 'summary', 'audio[controls]',
    'video[controls]', '[role=button]', '[role=link]', '[role=checkbox]', '[role=radio]', '[role=switch]',
    '[role=tab]', '[role=option]', '[role=menuitem]', '[tabindex]:not([tabindex="-1"])', '[onclick]',
    '[contenteditable=true]', 'label[for]',
  ].join(',');
  const SPOKEN = ['alt', 'aria-label', 'title', 'placeholder'];
  const NO_WORDS = /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|OPTION|TITLE)$/;
  const focused = new Map();

  const all = (selector) => [...document.querySelectorAll(selector)];
  const px = (value) => parseFloat(value);

  function seen(element) {
    if (!element.isConnected) return false;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0) return false;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right < 0 || box.bottom + scrollY < 0) return false;
    for (let up = element; up; up = up.parentElement) {
      if (up.hidden || up.inert || up.getAttribute('aria-hidden') === 'true') return false;
      const shut = up.tagName === 'DETAILS' && !up.open && up !== element;
      if (shut && !(up.querySelector(':scope > summary') || up).contains(element)) return false;
    }
    return true;
  }

  function name(element) {
    if (!element || element.nodeType !== 1) return '?';
    if (element.dataset && element.dataset.act) return '[' + element.dataset.act + ']';
    if (element.id) return '#' + element.id;
    const cls = (element.getAttribute('class') || '').trim().split(/\s+/).filter(Boolean)[0];
    const words = (element.innerText || element.value || element.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ');
    return element.tagName.toLowerCase() + (cls ? '.' + cls : '') + (words ? '“' + words.slice(0, 14) + '”' : '');
  }

  const controls = () => all(CONTROLS).filter((element) => {
    const labelsSomething = element.tagName === 'LABEL' && (!element.control || seen(element.control));
    return seen(element) && !labelsSomething && !element.disabled;
  });

  /* Where a finger may land for a control: a tick or radio is hit through its label too. */
  function landing(element) {
    const own = element.getBoundingClientRect();
    let box = { left: own.left, top: own.top, right: own.right, bottom: own.bottom };
    if (['checkbox', 'radio'].includes(element.type)) {
      [...(element.labels || [])].filter(seen).map((label) => label.getBoundingClientRect()).forEach((more) => {
        box = {
          left: Math.min(box.left, more.left), top: Math.min(box.top, more.top),
          right: Math.max(box.right, more.right), bottom: Math.max(box.bottom, more.bottom),
        };
      });
    }
    return box;
  }

  /* What is left of a box between the edges of all that scrolls around the element. */
  function within(box, element) {
    const shown = Object.assign({}, box);
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (/auto|scroll|hidden|clip/.test(style.overflowX + style.overflowY)) {
        const edge = up.getBoundingClientRect();
        shown.left = Math.max(shown.left, edge.left);
        shown.top = Math.max(shown.top, edge.top);
        shown.right = Math.min(shown.right, edge.right);
        shown.bottom = Math.min(shown.bottom, edge.bottom);
      }
    }
    return shown;
  }

  function scroller(element) {
    let up = element.parentElement;
    while (up && !/auto|scroll/.test(getComputedStyle(up).overflowY)) up = up.parentElement;
    return up;
  }

  function inSentence(element) {
    if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline' || !element.parentElement) return false;
    return [...element.parentElement.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('').length > 2;
  }

  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const [node, parent] = [walker.currentNode, walker.currentNode.parentElement];
      if (node.data.trim() && parent && !NO_WORDS.test(parent.tagName) && seen(parent)) found.push([node, parent, node.data.trim()]);
    }
    return found;
  }

  function touch() {
    const found = controls();
    const targets = found.map((element) => {
      const box = landing(element);
      return {
        name: name(element), width: box.right - box.left, height: box.bottom - box.top,
        inSentence: inSentence(element), primary: element.hasAttribute('data-primary'),
      };
    });
    const whole = found.map((element) => ({ box: landing(element), shown: within(landing(element), element) }))
      .map(({ box, shown }) => shown.top <= box.top + 1 && shown.bottom >= box.bottom - 1 ? box : null);
    const near = [];
    found.forEach((one, i) => found.slice(i + 1).forEach((other, j) => {
      const [a, b] = [whole[i], whole[i + 1 + j]];
      const [inside, beside] = [scroller(one), scroller(other)];
      const moving = inside !== beside && [inside, beside].some((box) => box && box.scrollHeight > box.clientHeight + 1);
      if (!a || !b || moving || inSentence(one) || inSentence(other) || one.contains(other) || other.contains(one)) return;
      const across = Math.max(0, Math.max(a.left, b.left) - Math.min(a.right, b.right));
      const down = Math.max(0, Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom));
      if (Math.hypot(across, down) < 16) near.push([name(one), name(other), Math.hypot(across, down)]);
    }));
    return { targets, near };
  }

  /* Whether something is drawn on a single dot, for a reader's voice alone. */
  function forTheEar(element) {
    let up = element;
    while (up && up.getBoundingClientRect().width > 1.5) up = up.parentElement;
    return Boolean(up);
  }

  function type() {
    const sizes = {};
    const lines = [];
    const columns = [];
    const range = document.createRange();
    texts().forEach(([node, parent, words]) => {
      const style = getComputedStyle(parent);
      const size = px(style.fontSize);
      const row = sizes[size.toFixed(1)] = sizes[size.toFixed(1)] || { signs: 0, example: name(parent) };
      row.signs += words.length;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (words.length > 5 && !forTheEar(parent)) columns.push({ name: name(parent), across: box.width / size, down: box.height / size });
      if (words.length > 30 && style.display !== 'inline' && !parent.closest('button, a, label')) {
        lines.push({
          name: name(parent), height: style.lineHeight === 'normal' ? 1.2 : px(style.lineHeight) / size,
          signs: parent.getBoundingClientRect().width / size, justified: style.textAlign === 'justify',
        });
      }
    });
    const gaps = all('p + p').filter(seen).map((after) => {
      const [above, below, style] = [after.previousElementSibling.getBoundingClientRect(), after.getBoundingClientRect(), getComputedStyle(after)];
      return { name: name(after), beside: below.left >= above.right, lines: (below.top - above.bottom) / (px(style.lineHeight) || 1.2 * px(style.fontSize)) };
    });
    return { sizes, lines, columns, gaps };
  }

  function overflow() {
    const width = document.documentElement.clientWidth;
    const sideways = document.documentElement.scrollWidth - width;
    const who = sideways > 1 ? all('body *').filter((element) => element.getBoundingClientRect().right > width + 1 && seen(element)
      && ![...element.children].some((child) => child.getBoundingClientRect().right > width + 1)).map(name) : [];
    const cut = new Set();
    texts().forEach(([, parent]) => {
      for (let up = parent, steps = 0; up && up !== document.body && steps < 4; up = up.parentElement, steps += 1) {
        const style = getComputedStyle(up);
        const down = /hidden|clip/.test(style.overflowY) && up.scrollHeight > up.clientHeight + 3;
        const across = /hidden|clip/.test(style.overflowX) && up.scrollWidth > up.clientWidth + 3;
        if ((down || across) && up.clientWidth > 2) { cut.add(name(up)); break; }
      }
    });
    return { sideways, who, cut: [...cut] };
  }

  /* What a tablet's own text size does: every letter so many times as big, nothing else. */
  function enlarge(times) {
    all('body *').map((element) => [element, px(getComputedStyle(element).fontSize)])
      .forEach(([element, size]) => element.style.setProperty('font-size', size * times + 'px', 'important'));
  }

  function spread() {
    all('body *').forEach((element) => {
      element.style.setProperty('line-height', '1.5', 'important');
      element.style.setProperty('letter-spacing', '.12em', 'important');
      element.style.setProperty('word-spacing', '.16em', 'important');
      if (element.tagName === 'P') element.style.setProperty('margin-bottom', '2em', 'important');
    });
  }

  function media() {
    return all('audio, video').map((player) => ({
      name: name(player), named: Boolean(player.getAttribute('aria-label') || player.title), controls: player.controls,
      autoplay: player.autoplay, playing: !player.paused, native: player.controls && seen(player), preload: player.preload,
    }));
  }

  function floating() {
    const whole = innerWidth * innerHeight;
    return all('body *').filter((element) => seen(element) && /fixed|sticky/.test(getComputedStyle(element).position) && !element.closest('[data-sim]'))
      .map((element) => {
        const box = element.getBoundingClientRect();
        const width = Math.max(0, Math.min(box.right, innerWidth) - Math.max(box.left, 0));
        return { name: name(element), share: width * Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)) / whole };
      });
  }

  function structure() {
    const html = document.documentElement;
    const images = [...document.images];
    const named = (svg) => svg.getAttribute('role') === 'img' || svg.querySelector(':scope > title') || svg.getAttribute('aria-label');
    const asks = (element) => element.labels && element.labels.length || element.getAttribute('aria-label') || element.getAttribute('aria-labelledby');
    return {
      lang: html.lang, title: document.title.trim(), h1: all('h1').filter(seen).length, main: all('main, [role=main]').length,
      viewport: (document.querySelector('meta[name=viewport]') || {}).content || '', refresh: all('meta[http-equiv=refresh i]').length,
      live: all('[aria-live], [role=status], [role=alert], [role=log], output').length, swaps: all('[hx-get], [hx-post]').length,
      htmx: window.htmx ? { cache: htmx.config.historyCacheSize, timeout: htmx.config.timeout } : null,
      noAlt: images.filter((image) => !image.hasAttribute('alt')).map(name),
      broken: images.filter((image) => image.complete && !image.naturalWidth).map((image) => image.src),
      namelessDrawings: all('svg').filter((svg) => seen(svg) && !svg.closest('[aria-hidden=true], a, button, [role=button]') && !named(svg)).map(name),
      onlyPlaceholder: all('[placeholder]').filter((element) => seen(element) && !asks(element)).map(name),
      noButton: all('[onclick], [hx-get], [hx-post]').filter((element) => seen(element) && !/load|revealed|every/.test(element.getAttribute('hx-trigger'))
        && !/^(A|BUTTON|INPUT|SELECT|TEXTAREA|FORM|SUMMARY|LABEL|BODY)$/.test(element.tagName)).map(name),
      ordered: all('[tabindex]').filter((element) => element.tabIndex > 0).map(name),
      drags: all('[draggable=true], input[type=range]').filter(seen).map(name),
      dialogs: all('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]').filter(seen).map(name),
      endless: document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime > 5000).map((one) => name(one.effect.target)),
      moving: document.getAnimations().filter((one) => one.playState === 'running').map((one) => name(one.effect.target)),
      actless: all('.sim button, .sim summary, .sim input:not([type=hidden])').filter((element) => seen(element) && !element.dataset.act).map(name),
      ways: all('a[href], button').filter((element) => seen(element) && /返回|上一步|回到|退出|首页|back|home/i.test(element.innerText + (element.getAttribute('aria-label') || ''))).length,
      media: media(), floating: floating(),
    };
  }

  /* Every word with the language it should be in: [words, lang, where]. */
  function words() {
    const html = document.documentElement;
    const found = [];
    const take = (said, element, where) => {
      if (element.closest('[translate=no], code, kbd')) return;
      found.push([said, (element.closest('[lang]') || html).lang, where + name(element)]);
    };
    texts().forEach(([, parent, said]) => take(said, parent, ''));
    SPOKEN.forEach((attribute) => all('[' + attribute + ']').forEach((element) => {
      if (element.getAttribute(attribute)) take(element.getAttribute(attribute), element, '@' + attribute + ' ');
    }));
    take(document.title, html, '<title> ');
    return found;
  }

  /* How an element looks, and what stands right after it, which draws the edge of a choice whose own box is hidden. */
  const dress = (element) => [element, element.nextElementSibling].filter(Boolean).map((one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle !== 'none' ? style.outlineWidth + style.outlineColor : '', style.boxShadow, style.visibility,
      style.backgroundColor, style.borderTopColor, style.borderTopWidth, style.color, style.textDecorationLine].join('|');
  }).join('; ');

  const ring = (element) => {
    const style = getComputedStyle(element);
    return Math.max(style.outlineStyle === 'none' ? 0 : px(style.outlineWidth), style.boxShadow === 'none' ? 0 : 2);
  };

  /* Where the focus is: null on the page itself. `number` tells the elements apart in the order of their first focus. */
  function focus() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    if (!focused.has(element)) focused.set(element, focused.size);
    const box = element.getBoundingClientRect();
    const beside = element.nextElementSibling;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2].map((at, i) => Math.min(Math.max(at, 0), (i ? innerHeight : innerWidth) - 1));
    const top = document.elementFromPoint(x, y);
    const labelled = element.labels && [...element.labels].some((label) => label.contains(top));
    return {
      number: focused.get(element), name: name(element), dress: dress(element), player: /AUDIO|VIDEO/.test(element.tagName),
      ring: Math.max(ring(element), beside && element.type === 'radio' ? ring(beside) : 0),
      inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      covered: Boolean(top) && top !== element && !element.contains(top) && !top.contains(element) && !labelled,
    };
  }

  function undressed(number) {
    const element = [...focused.keys()][number];
    element.blur();
    return dress(element);
  }

  function unreached() {
    const groups = new Set([...focused.keys()].filter((element) => element.type === 'radio').map((element) => element.name));
    return controls().filter((element) => !focused.has(element) && element.tagName !== 'LABEL' && !(element.type === 'radio' && groups.has(element.name))).map(name);
  }

  return { touch, type, overflow, enlarge, spread, structure, words, focus, undressed, unreached };
})();
