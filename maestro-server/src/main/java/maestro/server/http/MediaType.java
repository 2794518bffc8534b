package maestro.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Media types of requests: what was sent, and what is wanted back. */
final class MediaType {
    private MediaType() {}

    /** Type and subtype in lower case, without parameters. */
    static String bare(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** The first of the offered types that an Accept header lets pass; no header lets everything pass. */
    static Optional<String> choose(List<String> accept, List<String> offered) {
        List<String> ranges = accept.stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .filter(range -> !range.isBlank())
                .filter(MediaType::wanted)
                .map(MediaType::bare)
                .toList();
        if (accept.stream().allMatch(String::isBlank)) return Optional.of(offered.getFirst());
        return offered.stream().filter(type -> ranges.stream().anyMatch(range -> covers(range, type))).findFirst();
    }

    /** Whether an Accept header names this very type, so that its sender knows it. */
    static boolean names(List<String> accept, String type) {
        return accept.stream().flatMap(line -> List.of(line.split(",")).stream()).anyMatch(
                range -> bare(range).equals(type) && wanted(range));
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }

    /** Not named only to say "this one not". */
    private static boolean wanted(String range) {
        return !range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?");
    }
}
