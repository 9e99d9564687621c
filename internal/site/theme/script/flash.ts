// Breaking news on a page that stands open: pushed by the server, or asked for now and then where that does not come through. Only the page in sight listens.
import { all, one } from './dom';

const FIRST = 1e4; // ms until a stream that says nothing counts as none: something between holds it back
const LIVES = 1e5; // ms between two signs of life: the server gives one every 40 s
const ASK = 2e4; // ms between two questions
const ASKS = 15; // questions until the stream is tried again

interface Line { t: string; h?: string; w: string; d: string; p?: boolean }

const flash = one('.flash')!;
const query = '?langue=' + document.documentElement.lang;
let stream: EventSource | undefined;
let timer: any;
let late: Line[] | undefined; // what waits until the focus has left the line
let voice: HTMLElement | undefined;

// sign is the server's own hash of the line that is shown, wherever it has stepped to.
function sign() {
  const times = all('time', flash);
  const heads = all('.a', flash);
  const many = heads.length;
  const first = many + 1 - +(one('summary b', flash)?.textContent || 1);
  let hash = 0;
  for (let i = 0; i < many; i++) {
    const at = (first + i) % many;
    const href = (heads[at].getAttribute('href') || '').replace(/%[0-9a-f]{2}|[^\w./?&=#:-]/gi, '');
    for (const c of `${times[at].textContent}|${href}|${heads[at].textContent}\n`.split('')) hash = (Math.imul(hash, 31) + c.charCodeAt(0)) | 0;
  }
  return (hash >>> 0).toString(36);
}

function entry(line: Line) {
  const time = document.createElement('time');
  time.dateTime = line.d;
  time.textContent = line.w;
  const head = document.createElement(line.h ? 'a' : 'span');
  head.className = 'a';
  head.textContent = line.t;
  if (line.h) head.setAttribute('href', line.h);
  return [time, ' ', head];
}

function show(lines: Line[]) {
  if (!lines.length) return;
  say(lines);
  late = flash.matches(':focus-within') ? lines : undefined;
  if (late) return;
  for (const old of all('.w>time,.w>.a', flash)) old.remove();
  one('h2', flash)!.after(...entry(lines[0]));
  const count = one('summary span', flash);
  if (!count) return;
  one('b', count)!.textContent = '1';
  count.lastChild!.textContent = '/' + lines.length;
  one('ol', flash)!.replaceChildren(...lines.slice(1).map((line) => {
    const item = document.createElement('li');
    item.append(...entry(line));
    return item;
  }));
}

// say tells who listens to the page of what was pushed and is new to it; nobody is told of every article.
function say([first]: Line[]) {
  if (!first.p || all('.a', flash).some((a) => a.textContent === first.t)) return;
  voice!.textContent = `${one('h2', flash)!.textContent}. ${first.t}`;
}

function open() {
  close();
  if (document.hidden) return;
  if (!('EventSource' in globalThis)) return ask(ASKS);
  stream = new EventSource(`/flash.events${query}&vu=${sign()}`);
  stream.addEventListener('a', lives);
  stream.onmessage = (e) => {
    lives();
    show(JSON.parse(e.data).l);
  };
  stream.onerror = () => {
    if (stream?.readyState === 2) ask(ASKS); // there was no room
  };
  timer = setTimeout(ask, FIRST, ASKS);
}

function lives() {
  clearTimeout(timer);
  timer = setTimeout(ask, LIVES, ASKS);
}

function close() {
  clearTimeout(timer);
  stream?.close();
  stream = undefined;
}

// ask asks for the line, which costs next to nothing while it is the same, and so many times again.
async function ask(times: number) {
  close();
  if (!times) return open();
  timer = setTimeout(ask, ASK, times - 1);
  try {
    const told = await (await fetch('/flash.json' + query)).json();
    if (told.v !== sign()) show(told.l);
  } catch {
    // The line is down: the next question may come through.
  }
}

voice = document.createElement('p');
voice.setAttribute('role', 'status');
voice.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
flash.append(voice);
flash.addEventListener('focusout', () => setTimeout(() => late && show(late)));
document.addEventListener('visibilitychange', open);
addEventListener('pagehide', close);
addEventListener('pageshow', (e) => e.persisted && open());
open();
