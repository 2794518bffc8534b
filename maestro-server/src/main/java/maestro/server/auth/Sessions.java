package maestro.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of browsers: a signed cookie that names the token it began with and when it ends. All nodes share the key, so
 * that any of them takes it; it is over when its token is. Thread-safe.
 */
public final class Sessions {
    static final String COOKIE = "maestro-session";
    static final Duration LIFE = Duration.ofHours(12);
    private static final Pattern FORM = Pattern.compile("([0-9a-z]{10})\\.(\\d{1,15})\\.([0-9a-f]{64})");

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** @param key of 32 bytes, the same on all nodes */
    public Sessions(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
    }

    /** The value of the cookie for a new session. */
    String begin(String tokenId) {
        String text = tokenId + "." + clock.instant().plus(LIFE).toEpochMilli();
        return text + "." + mac(text);
    }

    /** The id of the token that a session began with; empty when the cookie is wrong or over. */
    Optional<String> tokenOf(String cookie) {
        var parts = FORM.matcher(cookie);
        if (!parts.matches()) return Optional.empty();
        byte[] wanted = mac(parts.group(1) + "." + parts.group(2)).getBytes(UTF_8);
        if (!MessageDigest.isEqual(wanted, parts.group(3).getBytes(UTF_8))) return Optional.empty();
        return Long.parseLong(parts.group(2)) > clock.millis() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private String mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
