package maestro.sel;

import java.util.List;

/** Guesses what a misspelt name was meant to be. */
final class Suggestion {
    private static final int NAME_CHARS_MAX = 40;

    private Suggestion() {}

    /** {@code "; did you mean x?"}, or nothing when no candidate is near. */
    static String among(List<String> candidates, String name) {
        if (name.length() > NAME_CHARS_MAX) return "";
        int distanceMax = Math.clamp(name.length() / 3, 1, 3);
        String best = "";
        int bestDistance = distanceMax + 1;
        for (String candidate : candidates) {
            int distance = distance(name.toLowerCase(java.util.Locale.ROOT),
                    candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
