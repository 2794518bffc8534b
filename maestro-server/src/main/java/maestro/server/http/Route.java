package maestro.server.http;

import java.util.List;

/**
 * One endpoint.
 *
 * @param template the path, with variables in braces, such as {@code /api/v3/workflows/{id}}
 * @param body what the request must carry
 * @param produces media types of the answer; the first is the default
 */
public record Route(String method, String template, Body body, List<String> produces, Handler handler) {
    public static final String JSON = "application/json";

    /** What a request must carry; its content type is checked where a body is needed. */
    public enum Body {
        NONE(""), JSON("application/json"), YAML("application/yaml");

        final String type;

        Body(String type) {
            this.type = type;
        }
    }

    /** Does the work. Runs on a virtual thread of its own; may block. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Call call);
    }

    public static Route get(String template, Handler handler) {
        return new Route("GET", template, Body.NONE, List.of(JSON), handler);
    }

    public static Route post(String template, Handler handler) {
        return new Route("POST", template, Body.JSON, List.of(JSON), handler);
    }

    public static Route put(String template, Handler handler) {
        return new Route("PUT", template, Body.NONE, List.of(JSON), handler);
    }

    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, Body.NONE, List.of(JSON), handler);
    }

    public Route taking(Body wanted) {
        return new Route(method, template, wanted, produces, handler);
    }

    public Route producing(String... types) {
        return new Route(method, template, body, List.of(types), handler);
    }
}
