package maestro.sel;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class Suggestion {
    private static final int NAME_CHARS_MAX = 40;

    private Suggestion() {}

    /** {@code "; did you mean x?"}, or nothing when no candidate is near. */
    static String among(List<String> candidates, String name) {
        return nearest(candidates, name).map(best -> "; did you mean " + best + "?").orElse("");
    }

    /** The candidate that is a slip of the pen away from the name. */
    public static Optional<String> nearest(Collection<String> candidates, String name) {
        if (name.length() > NAME_CHARS_MAX) return Optional.empty();
        int distanceMax = Math.clamp(name.length() / 3, 1, 3);
        String best = "";
        int bestDistance = distanceMax + 1;
        for (String candidate : candidates) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Letters to insert, remove, change or swap with their neighbour. */
    private static int distance(String left, String right) {
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int changed = table[i - 1][j - 1] + (same ? 0 : 1);
                int best = Math.min(changed, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
                boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                table[i][j] = swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
            }
        }
        return table[left.length()][right.length()];
    }
}
