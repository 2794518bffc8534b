package maestro.steps.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a redirect leads. Another server gets none of the author's headers but a few harmless ones, and no body: what
 * is meant for one host must not reach the next, even when both are allowed.
 */
final class Redirect {
    /** How many are followed, one after another. */
    static final int MAX = 5;

    private static final Set<String> HARMLESS = Set.of(
            "accept", "accept-language", "content-type", "user-agent", "idempotency-key", "maestro-step-uuid",
            "maestro-attempt-key");

    private Redirect() {}

    /** The request to make next; empty when the reply is the final one. Whether its host is allowed is not asked. */
    static Optional<Call> next(Call call, Reply reply) throws Refusal {
        boolean redirect = switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
        if (!call.followRedirects() || !redirect || reply.location().isEmpty()) {
            return Optional.empty();
        }
        var target = target(call, reply.location().get());
        if (call.target().secure() && !target.secure()) {
            throw new Refusal("The redirect from https to '" + target.uri() + "' would give up encryption");
        }
        String method = method(call.method(), reply.status());
        String body = method.equals(call.method()) ? call.body() : "";
        if (call.target().sameServer(target)) {
            return Optional.of(new Call(method, target, call.headers(), body, true));
        }
        if (!body.isEmpty()) {
            throw new Refusal("The redirect to '" + target.uri() + "' would send the request's body to another server");
        }
        return Optional.of(new Call(method, target, harmless(call.headers()), "", true));
    }

    private static Target target(Call call, String location) throws Refusal {
        try {
            return Target.of(call.target().uri().resolve(location.strip()));
        } catch (IllegalArgumentException e) {
            throw new Refusal("The redirect to '" + location + "' is malformed");
        }
    }

    /** As browsers and RFC 9110 have it: 303 asks for the result, 301 and 302 turn a POST into a GET. */
    private static String method(String method, int status) {
        boolean fetch = status == 303 && !method.equals("HEAD") || status < 303 && method.equals("POST");
        return fetch ? "GET" : method;
    }

    private static Map<String, String> harmless(Map<String, String> headers) {
        var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        kept.putAll(headers);
        kept.keySet().removeIf(name -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
        return kept;
    }
}
