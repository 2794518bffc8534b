package maestro.server.docs;

import java.util.Locale;

/**
 * One page of the documentation.
 *
 * @param path in the repository, such as {@code docs/how-to/retry.md}
 * @param body HTML
 * @param text what it says, without markup, in one line
 */
public record DocsPage(String path, String title, String body, String text) {
    private static final int AROUND = 90;

    /** How well the page answers a query; 0: not at all. All words must be there. */
    int score(String[] words) {
        String heading = title.toLowerCase(Locale.ROOT);
        String all = text.toLowerCase(Locale.ROOT);
        int score = 0;
        for (String word : words) {
            boolean inTitle = heading.contains(word);
            int times = 0;
            for (int at = all.indexOf(word); at >= 0 && times < 20; at = all.indexOf(word, at + 1)) times++;
            if (times == 0 && !inTitle) return 0;
            score += times + (inTitle ? 50 : 0);
        }
        return score;
    }

    /** The text around the first place of a word. */
    String around(String word) {
        int at = Math.max(0, text.toLowerCase(Locale.ROOT).indexOf(word));
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length(), at + AROUND);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
