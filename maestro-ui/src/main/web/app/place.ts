/** Where the server is: the base path that it wrote into the page. */
function meta(name: string): string {
  const content = document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
  return content.startsWith('__') ? '' : content;
}

/** Path below which a proxy shows the server; empty: none. */
export const base = meta('maestro-base');

/** Address of a path of the server, such as `/api/v3/workflows`. */
export function at(path: string): string {
  return base + path;
}

/** The whole origin and base, for commands that are copied. */
export function serverUrl(): string {
  return window.location.origin + base;
}
