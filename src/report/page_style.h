#pragma once

namespace stylize {

/// The page's CSS. Colours follow the reader's preference for light or dark.
inline constexpr const char* kPageStyle = R"(
:root { color-scheme: light dark; --page: #f4f3f0; --card: #fff; --ink: #23211e; --soft: #716b63;
  --line: #e0dcd5; --done: #2e7d4f; --skipped: #4a6fa5; --failed: #b3372c; --diverged: #a8650c;
  --interrupted: #7a5195; --well: #ebe8e2; }
@media (prefers-color-scheme: dark) {
  :root { --page: #191816; --card: #232220; --ink: #ece8e1; --soft: #a49d93; --line: #3a3733;
    --done: #6cc08b; --skipped: #8fb4e8; --failed: #f0857a; --diverged: #e3a857;
    --interrupted: #c29be0; --well: #1d1c1a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 88rem; padding: 1.5rem; display: flex; flex-direction: column;
  gap: 1rem; background: var(--page); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header { order: 1; } footer { order: 2; } main { order: 3; }
h1 { margin: 0 0 .5rem; font-size: 1.7rem; letter-spacing: -.01em; }
h1 small { color: var(--soft); font-weight: 400; font-size: 1rem; }
h2 { margin: 0 0 .6rem; font-size: 1rem; overflow-wrap: anywhere; }
input[name=shown] { position: absolute; opacity: 0; pointer-events: none; }
footer { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .6rem 1rem;
  align-items: center; padding: .8rem 0; background: var(--page);
  border-bottom: 1px solid var(--line); }
footer .facts { margin-left: auto; }
progress { flex-basis: 100%; width: 100%; height: .35rem; accent-color: var(--done); }
.total { cursor: pointer; padding: .2rem .8rem; border: 1px solid var(--line);
  border-radius: 1rem; background: var(--card); }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; margin: 0; }
.facts dt { color: var(--soft); font-size: .75rem; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main { display: grid; gap: 1rem; }
.job { display: grid; grid-template-columns: minmax(0, 29rem) minmax(12rem, 1fr) minmax(0, 20rem);
  gap: 1.25rem; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-left: .3rem solid var(--hue); border-radius: .5rem;
  content-visibility: auto; contain-intrinsic-size: auto 13rem; }
.pictures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .6rem; }
figure { margin: 0; }
.strip { grid-column: 1 / -1; display: grid; gap: .3rem;
  grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); }
figure img, .none { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: contain;
  background: var(--well); border-radius: .3rem; }
.none { display: grid; place-items: center; color: var(--soft); font-size: .8rem; }
figcaption { margin-top: .3rem; color: var(--soft); font-size: .75rem; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; }
.status { margin-left: .4rem; padding: .05rem .55rem; border: 1px solid; border-radius: 1rem;
  color: var(--hue); font-size: .75rem; font-weight: 600; white-space: nowrap; }
.total b { color: var(--hue); }
.done { --hue: var(--done); } .skipped { --hue: var(--skipped); }
.failed { --hue: var(--failed); } .diverged { --hue: var(--diverged); }
.interrupted { --hue: var(--interrupted); } .all { --hue: var(--ink); }
.error { margin: 0 0 .6rem; color: var(--hue); overflow-wrap: anywhere; }
details { margin-top: .6rem; color: var(--soft); }
summary { cursor: pointer; font-size: .85rem; }
pre { margin: .4rem 0 0; padding: .6rem; background: var(--well); border-radius: .3rem;
  color: var(--ink); font-size: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.inputs { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .8rem;
  margin: .4rem 0 0; font-size: .8rem; overflow-wrap: anywhere; }
.inputs dd { margin: 0; color: var(--ink); }
.curve { width: 100%; max-width: 24rem; }
.curve text { fill: var(--soft); font-size: 10px; }
.curve path { fill: none; stroke: var(--line); }
.curve polyline { fill: none; stroke: #3b82c4; stroke-width: 2; stroke-linecap: round;
  stroke-linejoin: round; }
.curve polyline:nth-of-type(4n+2) { stroke: #d97a2b; }
.curve polyline:nth-of-type(4n+3) { stroke: #3f9d63; }
.curve polyline:nth-of-type(4n+4) { stroke: #a763b5; }
#show-done:checked ~ main .job:not(.done), #show-skipped:checked ~ main .job:not(.skipped),
#show-failed:checked ~ main .job:not(.failed), #show-diverged:checked ~ main .job:not(.diverged),
#show-interrupted:checked ~ main .job:not(.interrupted) { display: none; }
#show-all:checked ~ footer .all, #show-done:checked ~ footer .done,
#show-skipped:checked ~ footer .skipped, #show-failed:checked ~ footer .failed,
#show-diverged:checked ~ footer .diverged, #show-interrupted:checked ~ footer .interrupted {
  border-color: var(--hue); box-shadow: 0 0 0 1px var(--hue); }
input:focus-visible ~ footer { outline: 2px solid var(--skipped); outline-offset: 4px; }
figure .look { display: block; width: 100%; padding: 0; border: 0; background: none; cursor: zoom-in; }
.look:focus-visible, select:focus-visible, #least:focus-visible, dialog :focus-visible {
  outline: 2px solid var(--skipped); outline-offset: 2px; }
[hidden] { display: none !important; }
#state { margin: 0; color: var(--soft); }
select, #least { font: inherit; color: inherit; background: var(--card); padding: .15rem .4rem;
  border: 1px solid var(--line); border-radius: .3rem; }
#least { width: 6rem; }
dialog { width: min(96vw, 80rem); padding: 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card); color: var(--ink); }
dialog::backdrop { background: rgb(0 0 0 / .6); }
.stage { position: relative; height: min(70vh, 60rem); background: var(--well); }
.stage img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
dialog p { margin: .6rem 0; color: var(--soft); overflow-wrap: anywhere; }
dialog input { width: 100%; }
dialog button { padding: .3rem 1rem; font: inherit; }
@media (max-width: 60rem) { .job { grid-template-columns: 1fr; } footer { position: static; } }
)";

}  // namespace stylize
