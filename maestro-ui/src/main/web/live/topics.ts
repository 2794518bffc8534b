import { at } from '~/app/place';
// a file of its own, whose address the build fills in
// eslint-disable-next-line import/default
import workerUrl from '~/workers/stream?worker&url';
import { Hub, type Tell, type ToTab } from './hub';
import { live, setLive, setStream } from './live';

export type Heard = (event: string, data: string) => void;

const heard = new Map<string, Set<Heard>>();
/** A hidden tab costs the server nothing after this. */
const HIDDEN_MS = 30_000;
/** The worker forgets tabs that say nothing. */
const ALIVE_MS = 60_000;

let ask: ((topics: string[]) => void) | undefined;
let hidden: ReturnType<typeof setTimeout> | undefined;
let asleep = false;

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): unknown };
}

/** Only a file of our own may become a worker. */
function trusted(url: string): URL {
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes;
  const check = (text: string) => {
    if (new URL(text, window.location.href).origin !== window.location.origin) throw new Error(`no worker of ours: ${text}`);
    return text;
  };
  const known = policies?.createPolicy('maestro-worker', { createScriptURL: check });
  return (known === undefined ? check(url) : known.createScriptURL(url)) as URL;
}

function receive(message: ToTab) {
  if (message.kind === 'state') {
    setStream(message.state === 'refused' ? 'polling' : message.state);
    return;
  }
  setLive({ lastData: Date.now() });
  for (const listener of heard.get(message.topic) ?? []) listener(message.event, message.data);
}

function connect(): (topics: string[]) => void {
  const base = window.location.origin + at('');
  if (!('SharedWorker' in window)) {
    const hub = new Hub(base);
    const tell: Tell = receive;
    return (topics) => hub.want(tell, topics);
  }
  const { port } = new SharedWorker(trusted(workerUrl), { type: 'module', name: 'maestro' });
  port.onmessage = ({ data }: MessageEvent<ToTab>) => receive(data);
  port.start();
  return (topics) => port.postMessage({ base, topics });
}

function tell() {
  if (ask === undefined) {
    if (heard.size === 0) return;
    ask = connect();
    setInterval(tell, ALIVE_MS);
    document.addEventListener('visibilitychange', visibility);
    window.addEventListener('pagehide', () => ask?.([]));
  }
  if (heard.size === 0 && live().state !== 'paused') setStream('polling');
  ask(asleep ? [] : [...heard.keys()]);
}

function visibility() {
  clearTimeout(hidden);
  if (document.hidden) {
    hidden = setTimeout(() => {
      asleep = true;
      tell();
    }, HIDDEN_MS);
  } else if (asleep) {
    asleep = false;
    tell(); // what was missed is read after the topic's `hello`
  }
}

/** Hears of a topic until the returned function is called. */
export function listen(topic: string, listener: Heard): () => void {
  const known = heard.get(topic);
  if (known) known.add(listener);
  else {
    heard.set(topic, new Set([listener]));
    tell();
  }
  return () => {
    const left = heard.get(topic);
    left?.delete(listener);
    if (left?.size !== 0) return;
    heard.delete(topic);
    tell();
  };
}
