package maestro.steps.shell;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as a POSIX shell does, without any expansion. */
final class ShellWords {
    private static final char NONE = 0;

    private ShellWords() {}

    static List<String> split(String line) throws AuthorError {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = NONE;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' && c != '\'') {
                word.append(c);
            } else if (c == '\\') {
                if (++i == line.length()) {
                    throw new AuthorError("'" + line + "' ends in the middle of an escape");
                }
                escaped(line.charAt(i), quote, word);
                inWord = true;
            } else if (c == quote) {
                quote = NONE;
            } else if (quote == NONE && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
            } else if (quote == NONE && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != NONE) {
            throw new AuthorError("'" + line + "' has a quote that is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** Within double quotes a backslash stays, unless it keeps something from being read. */
    private static void escaped(char c, char quote, StringBuilder word) {
        if (quote == '"' && "\"\\$`".indexOf(c) < 0) {
            word.append('\\');
        }
        word.append(c);
    }
}
