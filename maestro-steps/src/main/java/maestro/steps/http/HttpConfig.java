package maestro.steps.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * What the http runtime is given by the wiring.
 *
 * @param allow {@code steps.http.allow}: whom steps may call
 * @param connectTimeout for finding the address, connecting and the TLS handshake; positive
 * @param sendTimeout from then until the response's headers are there, and for any silence within its body; positive
 * @param responseBytesMax the longest response body; a longer one is fatal
 * @param pollDelay between a response that {@code state_expr} answers with CONTINUE and the next request
 */
public record HttpConfig(
        AllowList allow, Duration connectTimeout, Duration sendTimeout, int responseBytesMax, Duration pollDelay) {
    public HttpConfig {
        requireNonNull(allow, "allow");
        for (var limit : Map.of("connect", connectTimeout, "send", sendTimeout).entrySet()) {
            if (!limit.getValue().isPositive()) {
                throw new IllegalArgumentException("The " + limit.getKey() + " timeout must be positive");
            }
        }
        if (responseBytesMax < 1 || pollDelay.isNegative()) {
            throw new IllegalArgumentException("A response needs room, and the poll delay cannot be negative");
        }
    }
}
