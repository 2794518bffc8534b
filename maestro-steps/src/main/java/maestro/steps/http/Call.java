package maestro.steps.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import maestro.model.param.Param;

/**
 * A request as the step's param {@code http} asks for it (step-runtimes.md §6).
 *
 * @param headers checked; each name once, whatever its case
 * @param body empty: none is sent
 * @param followRedirects {@code http.follow_redirects}, our addition; false: a redirect is a response like any other
 */
record Call(String method, Target target, Map<String, String> headers, String body, boolean followRedirects) {
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** What frames a request or belongs to one connection; from an author it could smuggle a second request. */
    private static final Set<String> RESTRICTED = Set.of(
            "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade");

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    static Call read(Map<String, Param> params) throws Refusal {
        var param = params.get("http");
        if (param == null || !(param.result() instanceof Map<?, ?> http)) {
            throw new Refusal("An Http step needs a param 'http' (MAP) with a 'url'");
        }
        String url = text(http, "url", "");
        if (url.isBlank()) {
            throw new Refusal("The param 'http' of an Http step needs a 'url'");
        }
        return new Call(
                method(text(http, "method", "GET")),
                Target.of(url),
                headers(http.get("headers")),
                text(http, "body", ""),
                Boolean.parseBoolean(text(http, "follow_redirects", "false")));
    }

    private static String method(String given) throws Refusal {
        String upper = given.toUpperCase(Locale.ROOT);
        if (KNOWN_METHODS.contains(upper)) {
            return upper;
        }
        if (!TOKEN.matcher(given).matches() || upper.equals("CONNECT")) {
            throw new Refusal("'" + given + "' is no HTTP method that can be sent");
        }
        return given;
    }

    static Map<String, String> headers(Object given) throws Refusal {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        switch (given) {
            case null -> {}
            case Map<?, ?> map -> {
                for (var entry : map.entrySet()) {
                    String name = String.valueOf(entry.getKey());
                    headers.put(name, checked(name, scalar("headers", entry.getValue())));
                }
            }
            default -> throw new Refusal("The member 'headers' of the param 'http' must be a STRING_MAP");
        }
        return headers;
    }

    private static String checked(String name, String value) throws Refusal {
        if (!TOKEN.matcher(name).matches()) {
            throw new Refusal("'" + name + "' cannot be the name of a header");
        }
        if (RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new Refusal("The header '" + name + "' is set by the server itself; leave it out");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new Refusal("The header '" + name + "' holds a line break, another control character or a character"
                    + " outside of ASCII");
        }
        return value;
    }

    private static String text(Map<?, ?> http, String member, String fallback) throws Refusal {
        var value = http.get(member);
        return value == null ? fallback : scalar(member, value);
    }

    private static String scalar(String member, Object value) throws Refusal {
        return switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case null, default -> throw new Refusal("The member '" + member + "' of the param 'http' must hold text");
        };
    }

    /** The same call with further headers where the author has not set them. */
    Call withDefaults(Map<String, String> further) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(further);
        all.putAll(headers);
        return new Call(method, target, all, body, followRedirects);
    }

    /** As the artifact shows it. */
    Map<String, Object> artifact() {
        var request = new LinkedHashMap<String, Object>();
        request.put("url", target.uri().toString());
        request.put("method", method);
        request.put("headers", new LinkedHashMap<String, Object>(headers));
        if (!body.isEmpty()) {
            request.put("body", body);
        }
        return request;
    }

    /** For people: the request line, without a query, which may hold secrets. */
    String line() {
        var uri = target.uri();
        String query = uri.getRawQuery() == null ? "" : "?…";
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + query;
    }
}
