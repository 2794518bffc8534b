import { createParser } from 'eventsource-parser';

/** What a tab is told: an event of a topic, or how the stream stands. */
export type ToTab = { kind: 'event'; topic: string; event: string; data: string } | { kind: 'state'; state: StreamState };

/** `refused`: the server has no such stream, so pages are read again instead. */
export type StreamState = 'live' | 'reconnecting' | 'refused';

export type Tell = (message: ToTab) => void;

interface Tab {
  topics: ReadonlySet<string>;
  heard: number;
}

const QUIET_MS = 250;
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** A server sends something every 10 s. */
const SILENCE_MS = 25_000;
const TOPICS_MAX = 32;
/** A tab that is closed does not say so. */
const TAB_GONE_MS = 150_000;

/** One stream of changes for all tabs of a browser, with the topics that they look at. */
export class Hub {
  private readonly tabs = new Map<Tell, Tab>();
  private readonly over = new Set<string>();
  private current = '';
  private stop = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private state: StreamState = 'reconnecting';

  /** @param base the server's address, without a slash at its end */
  constructor(private readonly base: string) {}

  /** The topics of a tab from now on; none: it looks at nothing. */
  want(tell: Tell, topics: readonly string[]): void {
    this.tabs.set(tell, { topics: new Set(topics), heard: Date.now() });
    if (this.current !== '') tell({ kind: 'state', state: this.state });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change(), QUIET_MS);
  }

  private change() {
    for (const [tell, tab] of this.tabs) if (Date.now() - tab.heard > TAB_GONE_MS) this.tabs.delete(tell);
    const wanted = new Set([...this.tabs.values()].flatMap((tab) => [...tab.topics]));
    const topics = [...wanted].filter((topic) => !this.over.has(topic)).toSorted().slice(0, TOPICS_MAX);
    const next = topics.join(',');
    if (next === this.current) return;
    this.current = next;
    this.stop.abort();
    this.stop = new AbortController();
    if (topics.length > 0) void this.follow(next, this.stop.signal);
  }

  private async follow(topics: string, stop: AbortSignal) {
    for (let failures = 0; !stop.aborted; ) {
      const began = Date.now();
      const answer = await this.once(topics, stop);
      if (stop.aborted) return;
      if (answer === 'refused') return this.tellAll('refused');
      if (answer === 'ended' && topics.split(',').every((topic) => this.over.has(topic))) return;
      this.tellAll('reconnecting');
      failures = Date.now() - began > 60_000 ? 0 : failures + 1;
      const wait = WAITS_MS[Math.min(failures - 1, WAITS_MS.length - 1)] ?? 1_000;
      await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
    }
  }

  private async once(topics: string, stop: AbortSignal): Promise<'ended' | 'broken' | 'refused'> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await fetch(`${this.base}/api/v3/events?topics=${encodeURIComponent(topics)}`, {
        headers: { Accept: 'text/event-stream' },
        cache: 'no-store',
        signal: AbortSignal.any([stop, silence.signal]),
      });
      if (!response.ok) return response.status >= 500 || response.status === 429 ? 'broken' : 'refused';
      this.tellAll('live');
      const parser = createParser({ onEvent: ({ event, data }) => this.event(event ?? '', data) });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.feed(part.value);
      }
      return 'ended';
    } catch {
      return 'broken';
    } finally {
      clearTimeout(timer);
    }
  }

  private event(event: string, data: string) {
    const { topic } = JSON.parse(data) as { topic: string };
    if (event === 'end') this.over.add(topic);
    for (const [tell, tab] of this.tabs) if (tab.topics.has(topic)) tell({ kind: 'event', topic, event, data });
  }

  private tellAll(state: StreamState) {
    this.state = state;
    for (const tell of this.tabs.keys()) tell({ kind: 'state', state });
  }
}
