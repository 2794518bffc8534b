package maestro.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import maestro.model.definition.Durations;
import maestro.steps.http.AllowList;

/** From text to values. Each throws IllegalArgumentException with a sentence that follows the key's name. */
final class Parse {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|)");
    private static final Pattern NODE_URL = Pattern.compile("https?://([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?/?");
    private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){0,8}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");

    private Parse() {}

    static String text(String text) {
        if (text.isBlank()) throw new IllegalArgumentException("must not be empty");
        return text.strip();
    }

    /** Any text, as it is. */
    static String verbatim(String text) {
        return text;
    }

    static String label(String text) {
        if (!LABEL.matcher(text).matches())
            throw new IllegalArgumentException(
                    "must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit");
        return text;
    }

    static String nodeUrl(String text) {
        if (!NODE_URL.matcher(text).matches())
            throw new IllegalArgumentException("must be a URL such as http://10.0.0.7:8080, without a path");
        return text.replaceFirst("/$", "");
    }

    /** Segments with a slash before each; empty: none. */
    static String basePath(String text) {
        String path = text.strip().replaceFirst("/+$", "");
        if (!BASE_PATH.matcher(path).matches())
            throw new IllegalArgumentException(
                    "must be a path such as /maestro or /tools/maestro: letters, digits, '.', '_', '~' and '-'");
        return path;
    }

    static String sharedSecret(String text) {
        if (text.length() < 16) throw new IllegalArgumentException("must have 16 characters or more");
        return text;
    }

    static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:"))
            throw new IllegalArgumentException("must be a JDBC URL that begins with jdbc:postgresql:");
        return text.strip();
    }

    static boolean flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    static Function<String, Integer> number(int min, int max) {
        return text -> {
            long value;
            try {
                value = Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number", e);
            }
            if (value < min || value > max) throw new IllegalArgumentException("must be from " + min + " to " + max);
            return (int) value;
        };
    }

    /** Bytes, plain or with a binary unit. */
    static Function<String, Integer> size(int minBytes, int maxBytes) {
        return text -> {
            var match = SIZE.matcher(text.strip());
            if (!match.matches())
                throw new IllegalArgumentException("must be a size such as 65536, 64KiB or 4MiB");
            int shift = switch (match.group(2)) {
                case "KiB" -> 10;
                case "MiB" -> 20;
                case "GiB" -> 30;
                default -> 0;
            };
            long number = Long.parseLong(match.group(1));
            if (number > Integer.MAX_VALUE || number << shift < minBytes || number << shift > maxBytes)
                throw new IllegalArgumentException("must be from " + minBytes + " to " + maxBytes + " bytes");
            return (int) (number << shift);
        };
    }

    static Function<String, Duration> duration(Duration min, Duration max) {
        return text -> {
            long millis = Durations.millis(text.strip()).orElseThrow(() -> new IllegalArgumentException(
                    "must be a duration such as 5s, 1h 30m, PT5S or 90 (seconds)"));
            var value = Duration.ofMillis(millis);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0)
                throw new IllegalArgumentException("must be from " + min + " to " + max);
            return value;
        };
    }

    static Path path(String text) {
        try {
            return Path.of(text(text)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path: " + e.getReason(), e);
        }
    }

    static Function<String, String> oneOf(String... names) {
        return text -> {
            String name = text.strip().toLowerCase(Locale.ROOT);
            if (!List.of(names).contains(name))
                throw new IllegalArgumentException("must be one of " + String.join(", ", names));
            return name;
        };
    }

    static Function<String, List<String>> someOf(String... names) {
        return text -> {
            var given = names(text.toLowerCase(Locale.ROOT));
            if (!List.of(names).containsAll(given))
                throw new IllegalArgumentException("must be some of " + String.join(", ", names));
            return given;
        };
    }

    /** Names, separated by commas. */
    static List<String> names(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
    }

    /** Host names without a port, or {@code *}, separated by commas; in lower case. */
    static List<String> hostNames(String text) {
        var names = names(text.toLowerCase(Locale.ROOT));
        for (String name : names) {
            if (!name.equals("*") && !HOST_NAME.matcher(name).matches())
                throw new IllegalArgumentException(
                        "must be host names such as maestro.example.com, without a port, or *; not [" + name + "]");
        }
        return names;
    }

    /** Names, addresses and ranges of addresses that {@link AllowList} takes, separated by commas. */
    static List<String> hosts(String text) {
        var hosts = names(text);
        AllowList.of(hosts);
        return hosts;
    }
}
