package maestro.model.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A token as its holder has it: {@code mst_<id>_<secret>_<checksum>}. The prefix lets scanners find leaked ones, the id
 * is public, the secret has 256 random bits, and the checksum tells a typing error from a wrong token without a look at
 * the database. Its text is never stored and never printed.
 *
 * @param id 10 digits and letters in lower case
 * @param secret 43 digits and letters
 */
public record AccessToken(String id, String secret) {
    public static final String PREFIX = "mst_";
    private static final String SMALL = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern TEXT = Pattern.compile("mst_([0-9a-z]{10})_([0-9A-Za-z]{43})_([0-9a-f]{8})");

    /** What a text is that may be a token. */
    public sealed interface Reading {
        record Token(AccessToken token) implements Reading {}

        /** It has the form of a token, but a character of it is wrong. */
        record Mistyped() implements Reading {}

        record Other() implements Reading {}
    }

    public static AccessToken make(RandomGenerator random) {
        return new AccessToken(text(random, SMALL, 10), text(random, LETTERS, 43));
    }

    private static String text(RandomGenerator random, String letters, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(letters.charAt(random.nextInt(letters.length())));
        return text.toString();
    }

    public static Reading read(String text) {
        if (!text.startsWith(PREFIX)) return new Reading.Other();
        var parts = TEXT.matcher(text);
        if (!parts.matches()) return new Reading.Mistyped();
        var token = new AccessToken(parts.group(1), parts.group(2));
        return token.checksum().equals(parts.group(3)) ? new Reading.Token(token) : new Reading.Mistyped();
    }

    /** Shown once, to who asked for it. */
    public String reveal() {
        return PREFIX + id + "_" + secret + "_" + checksum();
    }

    private String checksum() {
        var crc = new CRC32();
        crc.update((id + "_" + secret).getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }

    /** What is stored: a fast hash is enough for 256 random bits. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Whether a stored hash is its own; takes the same time whatever differs. */
    public boolean fits(byte[] stored) {
        return MessageDigest.isEqual(hash(), stored);
    }

    @Override
    public String toString() {
        return "AccessToken[" + id + "]";
    }
}
