#pragma once

namespace stylize {

/// The page's script: refreshing while the run goes on, the order of the jobs, the least loss, and
/// pictures in large. Without it the page shows the same. It contains no "<", which would end its
/// element early in some place.
inline constexpr const char* kPageScript = R"(
'use strict';
(() => {
  const main = document.querySelector('main'), state = document.querySelector('#state');
  const order = document.querySelector('#order'), least = document.querySelector('#least');
  const jobs = [...main.querySelectorAll('.job')];
  const number = (job, name) => job.dataset[name] === undefined ? NaN : Number(job.dataset[name]);
  const kept = { get: () => { try { return JSON.parse(sessionStorage.getItem(location.pathname)) || {}; }
                              catch { return {}; } },
                 set: value => { try { sessionStorage.setItem(location.pathname, JSON.stringify(value)); }
                                 catch { /* this page may keep nothing */ } } };

  const sort = () => {
    const [name, sign] = order.value.split(' ');
    const sorted = [...jobs];
    if (name === 'key') sorted.sort((a, b) => a.dataset.key.localeCompare(b.dataset.key, 'en', { numeric: true }));
    else if (name) sorted.sort((a, b) => {
      const x = number(a, name), y = number(b, name);  // those without a number come last
      return isNaN(x) || isNaN(y) ? isNaN(x) - isNaN(y) : Number(sign) * (x - y);
    });
    main.append(...sorted);
  };
  const filter = () => {
    const limit = parseFloat(least.value);
    for (const job of jobs) job.hidden = !isNaN(limit) && !(number(job, 'loss') >= limit);
  };
  order.addEventListener('change', sort);
  least.addEventListener('input', filter);
  for (const control of document.querySelectorAll('[data-scripted]')) control.hidden = false;

  const large = document.querySelector('#large');
  const [under, over] = large.querySelectorAll('img'), slider = large.querySelector('input');
  const words = large.querySelector('p');
  // The file itself where it can be shown, else the small picture.
  const show = (image, figure) => {
    const small = figure.querySelector('img');
    image.onerror = () => { image.onerror = null; image.src = small.src; };
    image.src = figure.dataset.file || small.src;
    image.alt = small.alt;
  };
  const slide = () => { over.style.clipPath = `inset(0 0 0 ${slider.value}%)`; };
  slider.addEventListener('input', slide);
  const open = figure => {
    const [content, style, result] = figure.closest('.job').querySelectorAll('.pictures figure');
    const alone = figure === style || figure.closest('.strip');
    const both = !alone && content.querySelector('img') && result.querySelector('img');
    show(under, both ? content : figure);
    over.hidden = slider.hidden = !both;
    if (both) show(over, result);
    slider.value = figure === content ? 100 : 0;
    slide();
    words.textContent = both ? 'content | result' : figure.textContent;
    large.showModal();
  };
  main.addEventListener('click', event => {
    const button = event.target.closest('button.look');
    if (button) open(button.closest('figure'));
  });

  const before = kept.get();
  if (before.order) { order.value = before.order; sort(); }
  if (before.least) { least.value = before.least; filter(); }
  if (before.shown) document.getElementById(before.shown)?.click();
  if (before.scroll) scrollTo(0, before.scroll);
  addEventListener('pagehide', () => kept.set({ order: order.value, least: least.value, scroll: scrollY,
    shown: document.querySelector('input[name=shown]:checked').id, text: state.textContent,
    wait: kept.get().wait }));

  // Less often when nothing changes (the process may be gone), and never so often that loading is all
  // that goes on.
  if (state.dataset.running === undefined) return;
  const unchanged = before.text === state.textContent;
  const wait = Math.min(60, unchanged ? 2 * (before.wait || 1) : 2);
  kept.set({ ...before, wait });
  const refresh = () => {
    const busy = large.open || document.hidden || [order, least].includes(document.activeElement);
    if (busy) setTimeout(refresh, 1000);
    else location.reload();
  };
  setTimeout(refresh, Math.max(1000 * wait, 10 * performance.now()));
})();
)";

}  // namespace stylize
