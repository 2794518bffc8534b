package maestro.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import maestro.model.Code;
import maestro.model.MaestroException;

/**
 * Keeps web pages of other sites from calling this server through their reader's browser, which would run Shell steps
 * for them. A page whose own name is made to lead here (DNS rebinding) shows that name as {@code Host}; a page that
 * calls across sites shows itself as {@code Origin}. Clients that are no browsers send no {@code Origin}. Immutable.
 */
final class AllowedHosts {
    /** An address as a Host cannot come from rebinding: there, the browser shows the name that was rebound. */
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.%]+]|\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]/@]*]|[^\\[\\]:/@]+)(:\\d{0,5})?");

    private final Set<String> names = new TreeSet<>(List.of("localhost"));

    /** @param bound the host that the server listens on */
    AllowedHosts(String bound, List<String> more) {
        names.add(bound.toLowerCase(Locale.ROOT));
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * @param host the header of that name, with or without a port; a client of HTTP/1.0 may leave it out
     * @throws MaestroException FORBIDDEN, saying what to set
     */
    void check(Optional<String> host, Optional<String> origin) {
        host.ifPresent(this::checkHost);
        origin.ifPresent(from -> checkOrigin(from, host.orElse("")));
    }

    private void checkHost(String authority) {
        var parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        if (parts.matches() && allows(parts.group(1).replaceFirst("\\.$", ""))) return;
        throw forbidden("This server does not answer to the host [" + authority
                + "]; call it as localhost or by its address, or add the name to the setting server.allowed-hosts");
    }

    private boolean allows(String name) {
        return names.contains("*") || names.contains(name) || name.endsWith(".localhost")
                || ADDRESS.matcher(name).matches();
    }

    /** The scheme may differ from ours: a proxy before us speaks https. */
    private static void checkOrigin(String origin, String host) {
        String from = origin.toLowerCase(Locale.ROOT);
        String own = host.toLowerCase(Locale.ROOT);
        if (!own.isEmpty() && (from.equals("http://" + own) || from.equals("https://" + own))) return;
        throw forbidden("Web pages of other sites may not call this server: the request comes from [" + origin
                + "], not from [" + host + "]");
    }

    private static MaestroException forbidden(String message) {
        return new MaestroException(Code.FORBIDDEN, message);
    }
}
