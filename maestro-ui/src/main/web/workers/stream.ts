import { Hub, type Tell } from '~/live/hub';

// One for all tabs of this browser: a page beyond the sixth open stream of a host would not load at all.

/** What tabs say: where the server is, and the topics that they look at. */
export interface FromTab {
  base: string;
  topics: string[];
}

const scope = self as unknown as { onconnect: (event: MessageEvent) => void };
let hub: Hub | undefined;

scope.onconnect = (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  const tell: Tell = (message) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<FromTab>) => {
    hub ??= new Hub(data.base);
    hub.want(tell, data.topics);
  };
};
