import { base } from '~/app/place';

/** Opens a page of the UI in a new tab. */
export function openTab(path: string): void {
  window.open(`${base}/ui${path}`, '_blank', 'noopener');
}
