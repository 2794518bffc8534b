import { at } from '~/app/place';
import { prefs } from '~/app/prefs';
import { parseJson, toJson } from './json';

/** A refusal or failure, as the server or the network told it. */
export class ApiError extends Error {
  /** 0: no answer came. */
  readonly status: number;
  readonly code: string;
  readonly errors: string[];
  readonly retryAfterSeconds: number | undefined;
  readonly body: unknown;

  constructor(status: number, code: string, message: string, errors: string[], retryAfter?: number, body?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfterSeconds = retryAfter;
    this.body = body;
  }
}

export type Query = Record<string, string | number | boolean | undefined>;

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Query;
  body?: unknown;
  /** A body that is no JSON, with its type. */
  text?: { type: string; content: string };
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export function pathOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** One path below `/api/v3`, each part encoded. */
export function v3(...parts: (string | number)[]): string {
  return `/api/v3/${parts.map((part) => encodeURIComponent(String(part))).join('/')}`;
}

export interface Reply<T> {
  data: T;
  etag: string | undefined;
}

let namesBelieved = true;

/** Where there is a log-in, the server knows who calls, and takes no other name. */
export function believeNames(believed: boolean): void {
  namesBelieved = believed;
}

function headersOf(ask: Ask, method: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/problem+json, application/json', ...ask.headers };
  if (method !== 'GET') {
    headers['X-Maestro'] = '1'; // no form of another site can send it
    if (namesBelieved) headers.user = plain(prefs().user) || 'web';
    headers['Content-Type'] = ask.text?.type ?? 'application/json';
  }
  return headers;
}

/** A header holds no other letters. */
function plain(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').trim();
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Both forms of errors are read: problem details and the native one. */
async function failure(response: Response): Promise<ApiError> {
  const text = await response.text();
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  try {
    const body = parseJson(text) as Record<string, unknown>;
    const message = String(body.detail ?? body.message ?? response.statusText);
    const code = String(body.code ?? (typeof body.status === 'string' ? body.status : response.status));
    return new ApiError(response.status, code, message, texts(body.errors ?? body.details), retryAfter, body);
  } catch {
    return new ApiError(response.status, String(response.status), text.slice(0, 500) || response.statusText, [], retryAfter);
  }
}

async function send(path: string, ask: Ask): Promise<Response> {
  const method = ask.method ?? 'GET';
  const body = ask.text ? ask.text.content : ask.body === undefined ? undefined : toJson(ask.body);
  try {
    return await fetch(at(pathOf(path, ask.query)), {
      method,
      headers: headersOf(ask, method),
      body: method === 'GET' ? undefined : body,
      signal: ask.signal,
      cache: 'no-store',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'NO_ANSWER', 'The server does not answer.', []);
  }
}

export async function askFor<T>(path: string, ask: Ask = {}): Promise<Reply<T>> {
  const response = await send(path, ask);
  if (!response.ok) throw await failure(response);
  const text = await response.text();
  const etag = response.headers.get('ETag') ?? undefined;
  return { data: (text === '' ? undefined : parseJson(text)) as T, etag };
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await askFor<T>(path, { query, signal })).data;
}

export async function getText(path: string, query?: Query, signal?: AbortSignal): Promise<string> {
  const response = await send(path, { query, signal, headers: { Accept: 'text/plain, application/problem+json' } });
  if (!response.ok) throw await failure(response);
  return response.text();
}

/** A stream of server-sent events or text; the caller reads its body. */
export async function open(
  path: string,
  query: Query,
  accept: string,
  signal: AbortSignal,
  lastId = '',
): Promise<Response> {
  const headers: Record<string, string> = lastId === '' ? {} : { 'Last-Event-ID': lastId };
  const response = await send(path, { query, signal, headers: { Accept: accept, ...headers } });
  if (!response.ok) throw await failure(response);
  return response;
}

/** A key for one change, made when its dialog opens; plain http has no crypto.randomUUID. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
