package maestro.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what nodes send each other with the secret that they share, and checks it; the secret itself never travels. A
 * signature holds for a quarter of an hour, so that clocks may differ by some minutes, and once: no two that a node makes
 * are the same, and the one who is told them remembers them. Thread-safe.
 */
public final class ClusterKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration VALID = Duration.ofMinutes(15);

    private static final long AHEAD_MILLIS_MAX = 1_000;
    /** Of one node. */
    private static final int REMEMBERED = 65_536;

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final SeenSignatures told = new SeenSignatures(REMEMBERED);
    private final Set<String> madeThen = new HashSet<>();
    private long madeAt;

    public ClusterKey(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
        this.clock = clock;
    }

    /**
     * What one node says to another.
     *
     * @param target path and query as sent
     * @param caller on whose behalf; empty: nobody's
     */
    public record Word(String node, String method, String target, String caller, byte[] body) {}

    /** The value of the header that goes with a word. */
    String sign(Word word) {
        return word.node() + " " + distinct(word);
    }

    /** Time and signature. Of the same word twice within a millisecond the second is dated one later. */
    private synchronized String distinct(Word word) {
        long now = clock.millis();
        boolean ahead = now < madeAt && madeAt - now < AHEAD_MILLIS_MAX; // and not a clock that was set back
        for (long at = ahead ? madeAt : now; ; at++) {
            if (at != madeAt) madeThen.clear();
            madeAt = at;
            String signature = encode(mac(word, at));
            if (madeThen.add(signature)) return at + " " + signature;
        }
    }

    /** The node that signed a word; empty when none that knows the secret did so lately, or when it was told before. */
    Optional<String> signer(String header, String method, String target, String caller, byte[] body) {
        String[] parts = header.split(" ");
        if (parts.length != 3 || !parts[1].matches("\\d{1,15}")) return Optional.empty();
        long at = Long.parseLong(parts[1]);
        if (Math.abs(clock.millis() - at) > VALID.toMillis()) return Optional.empty();
        byte[] wanted = mac(new Word(parts[0], method, target, caller, body), at);
        boolean right = MessageDigest.isEqual(encode(wanted).getBytes(UTF_8), parts[2].getBytes(UTF_8));
        return right && told.first(parts[0], at, wanted, clock.millis() - VALID.toMillis())
                ? Optional.of(parts[0])
                : Optional.empty();
    }

    private byte[] mac(Word word, long at) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] {word.node(), "" + at, word.method(), word.target(), word.caller()}) {
                mac.update(part.getBytes(UTF_8));
                mac.update((byte) 0);
            }
            return mac.doFinal(word.body());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** A key of 32 bytes for another purpose, the same on all nodes that share the secret. */
    public byte[] derive(String purpose) {
        return mac(new Word("key", purpose, "", "", new byte[0]), 0);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
