package maestro.steps.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a request goes, taken apart once so that what is checked is what is called.
 *
 * @param uri ASCII, without user or fragment
 * @param host as {@link AllowList#canonical} spells it
 */
record Target(URI uri, String scheme, String host, int port) {
    private static final int PORT_MAX = 65_535;

    static Target of(String url) throws Refusal {
        try {
            return of(new URI(url.strip()));
        } catch (URISyntaxException e) {
            throw new Refusal("The URL '" + url + "' is malformed: " + e.getReason());
        }
    }

    static Target of(URI given) throws Refusal {
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Refusal("The URL '" + given + "' must begin with http:// or https://");
        }
        if (given.getHost() == null || given.getHost().indexOf('%') >= 0) {
            throw new Refusal("The URL '" + given + "' has no valid host");
        }
        if (given.getRawUserInfo() != null) {
            throw new Refusal("The URL for host '" + given.getHost()
                    + "' holds a user or password; send them in a header instead");
        }
        int port = given.getPort() >= 0 ? given.getPort() : scheme.equals("https") ? 443 : 80;
        if (port < 1 || port > PORT_MAX) {
            throw new Refusal("The URL '" + given + "' has no valid port");
        }
        String text = given.toASCIIString();
        int fragment = text.indexOf('#');
        var uri = URI.create(fragment < 0 ? text : text.substring(0, fragment));
        return new Target(uri, scheme, AllowList.canonical(uri.getHost()), port);
    }

    boolean secure() {
        return scheme.equals("https");
    }

    /** Whether the other is the same server: equal, or the same host asked for encryption. */
    boolean sameServer(Target next) {
        boolean upgraded = !secure() && port == 80 && next.secure() && next.port == 443;
        return host.equals(next.host) && (scheme.equals(next.scheme) && port == next.port || upgraded);
    }
}
