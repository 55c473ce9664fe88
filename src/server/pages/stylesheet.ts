import { createHash } from 'node:crypto'

const css = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f8, #14161b);
  --card: light-dark(#fff, #1d2027);
  --line: light-dark(#e2e5ec, #2f3440);
  --ink: light-dark(#1a1d24, #eceef3);
  --muted: light-dark(#5b6372, #a3abba);
  --accent: light-dark(#1d4ed8, #93b4ff);
  --on-accent: light-dark(#fff, #10131a);
  --bad: light-dark(#a81d1d, #ff9a9a);
  --bad-ground: light-dark(#fdeeee, #3a1d20);
  --good: light-dark(#14663f, #7fdcae);
  --good-ground: light-dark(#e9f7ef, #16301f);
}
* { box-sizing: border-box }
body {
  margin: 0; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0 }
h1 { font-size: 1.4rem; line-height: 1.3; text-wrap: balance }
h2 { font-size: 1.05rem }
h3 { font-size: .95rem }
ul, ol { list-style: none }
small { font-size: .875rem; color: var(--muted); display: block; text-wrap: pretty }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.sandbox { background: #fbbf24; color: #231a00; text-align: center; font-weight: 600; font-size: .875rem; padding: .4rem 1rem }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; justify-content: space-between; padding: .9rem 1.25rem }
.place { display: flex; align-items: center; gap: .6rem; color: inherit; text-decoration: none; font-weight: 700; overflow-wrap: anywhere }
.logo { flex: none; height: 2rem; max-width: 8rem; object-fit: contain }
.inline { display: flex; align-items: center; gap: .75rem }
.own { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1rem; min-width: 0 }
.own a { padding: .6rem 0 }
.who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 30vw }
main { width: 100%; margin: 0 auto; padding: .5rem 1rem 3rem; display: grid; gap: 1rem }
main.narrow { max-width: 27rem; order: 2 }
/* the space above a narrow page, as far as there is room: a page that fits does not scroll because of it */
body:has(> .narrow)::before { content: ""; order: 1; flex: 1; max-height: min(8vh, 6rem) }
main.wide { max-width: 62rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 1.5rem; display: grid; gap: 1rem; align-content: start }
.muted { color: var(--muted); font-size: .925rem }
.tag { font-size: .8rem; font-weight: 500; color: var(--muted); border: 1px solid var(--line); border-radius: 99px; padding: .1rem .6rem; vertical-align: middle; white-space: nowrap }
.notice { border-radius: 10px; padding: .7rem 1rem; font-size: .95rem }
.notice.error { background: var(--bad-ground); color: var(--bad) }
.notice .whom { display: block; margin-top: .3rem; overflow-wrap: anywhere }
.notice.info { background: var(--good-ground); color: var(--good) }
.sources { display: grid; gap: .6rem }
.sources a { display: flex; align-items: center; gap: .9rem; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 12px; color: inherit; text-decoration: none; transition: border-color .1s, background .1s }
.sources a:hover { border-color: var(--accent); background: var(--ground) }
.whole, .heading, .apps { grid-column: 1 / -1 }
.heading { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1.5rem }
search { display: block; flex: 0 1 24rem }
.search { display: flex; gap: .6rem }
.apps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: .75rem }
.apps a { display: flex; align-items: center; gap: .9rem; height: 100%; padding: .9rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; color: inherit; text-decoration: none; overflow-wrap: anywhere }
.apps a:hover { border-color: var(--accent) }
.icon { flex: none; display: block }
.icon text { font-family: inherit }
.or { display: flex; align-items: center; gap: 1rem; color: var(--muted); font-size: .875rem }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line) }
.fields { display: grid; gap: .8rem }
.belongs { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .2rem 1rem }
.belongs a { font-size: .875rem; padding: .2rem 0 }
.others { text-align: center; font-size: .875rem }
.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); border: 0 }
.fields h2 { font-size: .95rem; font-weight: 600 }
label { display: grid; gap: .3rem; font-size: .925rem; font-weight: 500 }
input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid light-dark(#8b93a3, #6b7385); border-radius: 10px; padding: .65rem .8rem; width: 100%; min-width: 0; min-height: 44px }
[type=radio], [type=checkbox] { flex: none; width: 1.15rem; height: 1.15rem; min-height: 0; margin: 0; accent-color: var(--accent) }
input[aria-invalid] { border-color: var(--bad) }
button, .button { font: inherit; font-weight: 600; cursor: pointer; border: 1px solid transparent; border-radius: 10px; padding: .6rem 1.1rem; min-height: 44px; background: var(--accent); color: var(--on-accent); display: inline-flex; align-items: center; justify-content: center; text-decoration: none; white-space: nowrap }
button:hover, .button:hover { filter: brightness(1.08) }
button.quiet, .button.quiet { background: transparent; color: var(--ink); border-color: var(--line); font-weight: 500 }
button.quiet:hover, .button.quiet:hover { border-color: var(--accent); filter: none }
dl { display: grid; gap: .7rem }
dl > div { display: grid; grid-template-columns: 8rem 1fr; gap: .2rem 1rem; align-items: baseline }
dt { color: var(--muted); font-size: .925rem }
dd { min-width: 0; overflow-wrap: anywhere }
.permission { display: inline-block; border: 1px solid var(--line); border-radius: 6px; padding: 0 .4rem; margin: 0 .35rem .3rem 0 }
dd .muted { white-space: nowrap }
.rows { display: grid }
summary + .rows { margin-top: .6rem }
.rows li { display: flex; flex-wrap: wrap; align-items: center; gap: .9rem; padding: .75rem 0; border-top: 1px solid var(--line) }
.rows li:first-child { border-top: 0; padding-top: 0 }
.rows li:last-child { padding-bottom: 0 }
.ask[open] { flex-basis: 100%; order: 1 }
.ask > summary { list-style: none; cursor: pointer }
.ask > summary::-webkit-details-marker { display: none }
.ask[open] > summary { display: none }
.ask form { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .6rem 1rem }
.grow { flex: 1; min-width: 8rem; overflow-wrap: anywhere }
.id { color: var(--muted) }
.id code { user-select: all; color: var(--ink); font-size: 1.05rem }
.tabs ul { display: flex; flex-wrap: wrap; gap: .3rem .4rem }
.tabs a { display: block; padding: .55rem .9rem; border-radius: 10px; text-decoration: none; color: var(--ink) }
.tabs a:hover { background: var(--card) }
.tabs [aria-current] { background: var(--card); box-shadow: inset 0 -3px var(--accent); font-weight: 600 }
.column { display: grid; gap: 1rem; align-content: start; min-width: 0 }
.titled { display: flex; align-items: center; gap: .9rem }
.filter { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; align-items: end }
.paging { display: flex; justify-content: space-between; flex-wrap: wrap; gap: 1rem }
.paging a { padding: .5rem 0 }
fieldset { border: 1px solid var(--line); border-radius: 10px; padding: .6rem 1rem 1rem; margin: 0; min-width: 0; display: grid; gap: .4rem }
legend { font-size: .925rem; font-weight: 500; padding: 0 .3rem }
.choice { display: flex; align-items: center; gap: .6rem; font-weight: 400; min-height: 2rem }
.choices { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0 1rem; padding-left: 1.6rem }
@media (min-width: 52rem) {
  main.wide { grid-template-columns: 1fr 1fr; align-items: start }
  main.wide > .notice { grid-column: 1 / -1 }
}
@media (max-width: 28rem) {
  dl > div { grid-template-columns: 1fr }
  .card { padding: 1.15rem }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important } }
`

/** Served as a file, since the content policy allows no style inside a page. Its address changes with its text. */
export const stylesheet = {
  css,
  path: `/assets/${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
}
