package maestro.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The place of an iteration in nested loops, outermost first, and its text that sorts bytewise as the numbers do: each
 * number behind one character that tells its digits, {@code 1} to {@code 9}, then {@code A} on (events.md §6.2).
 */
public record Rank(List<Long> numbers) {
    private static final String SEPARATOR = "-";
    private static final int DIGITS_MAX = 18;

    public Rank {
        numbers = List.copyOf(numbers);
    }

    /** One number, encoded. */
    public static String encode(long number) {
        String digits = Long.toString(number);
        int length = digits.length();
        return (char) (length < 10 ? '0' + length : 'A' + length - 10) + digits;
    }

    /** Numbers of any kind, encoded and joined. */
    public static String encode(List<Long> numbers) {
        return numbers.stream().map(Rank::encode).collect(Collectors.joining(SEPARATOR));
    }

    public String text() {
        return encode(numbers);
    }

    /** The way back from {@link #text}; empty when it is no rank. */
    public static Optional<Rank> ofText(String text) {
        var numbers = new ArrayList<Long>();
        for (String part : text.split(SEPARATOR, -1)) {
            if (part.length() < 2 || part.length() > DIGITS_MAX + 1 || !plain(part.substring(1))) {
                return Optional.empty();
            }
            long number = Long.parseLong(part.substring(1));
            if (!encode(number).equals(part)) {
                return Optional.empty();
            }
            numbers.add(number);
        }
        return Optional.of(new Rank(numbers));
    }

    /** Of plain numbers, as in {@code 3-12}; empty when it is none. */
    public static Optional<Rank> ofPlain(String text) {
        var numbers = new ArrayList<Long>();
        for (String part : text.split(SEPARATOR, -1)) {
            if (part.length() > DIGITS_MAX || !plain(part)) {
                return Optional.empty();
            }
            numbers.add(Long.parseLong(part));
        }
        return Optional.of(new Rank(numbers));
    }

    private static boolean plain(String digits) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
