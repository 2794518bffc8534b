package maestro.server.auth;

import java.util.Optional;

/**
 * What a request carries that may prove who calls.
 *
 * @param authorization the header of that name
 * @param user the {@code user} header
 * @param cookie the header of that name
 * @param changes whether the method is another one than GET and HEAD
 * @param fetchSite the header {@code Sec-Fetch-Site}, which browsers send to secure addresses
 * @param marked whether it has the header {@code X-Maestro}, which no form of another site can send
 * @param address of the peer
 */
public record Credentials(
        Optional<String> authorization, Optional<String> user, Optional<String> cookie, boolean changes,
        Optional<String> fetchSite, boolean marked, String address) {
    private static final String BEARER = "bearer ";

    /** The token that stands in {@code Authorization: Bearer}, or alone in {@code user}, as the Python SDK can send it. */
    public Optional<String> token() {
        return authorization
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(text -> text.substring(BEARER.length()).strip())
                .or(() -> user.map(String::strip).filter(text -> text.startsWith("mst_")));
    }

    Optional<String> cookie(String name) {
        for (String part : cookie.orElse("").split(";")) {
            String pair = part.strip();
            if (pair.startsWith(name + "=")) return Optional.of(pair.substring(name.length() + 1));
        }
        return Optional.empty();
    }
}
