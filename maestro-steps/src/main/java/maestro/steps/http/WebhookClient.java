package maestro.steps.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import maestro.runtime.hook.Webhooks;

/**
 * Posts to webhooks under the rules of Http steps: the allow-list, addresses that are checked before they are connected
 * to, time limits. Thread-safe.
 */
public final class WebhookClient implements Webhooks {
    private final Client client;

    public WebhookClient(HttpConfig config, InstantSource clock) {
        client = new Client(config, clock, InetAddress::getAllByName, HttpRuntime.trustOfTheMachine());
    }

    @Override
    public Answer post(String url, Map<String, String> headers, String json)
            throws Refused, IOException, InterruptedException {
        try {
            var call = new Call("POST", Target.of(url), Call.headers(headers), json, false)
                    .withDefaults(Map.of("Content-Type", "application/json"));
            return new Answer(client.send(call).status());
        } catch (Refusal refusal) {
            throw new Refused(refusal.getMessage());
        }
    }
}
