package maestro.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** Lets {@link ServerOptions} stand before the command as well: {@code maestro --server URL workflow list}. */
final class LeadingOptions {
    private static final Set<String> NAMES = Set.of("--server", "--user", "--output", "-o");

    private LeadingOptions() {}

    /** The first two words that are no such options, perhaps a group and a command of it; empty ones when there are none. */
    static List<String> words(String... arguments) {
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.length && words.size() < 2; i++) {
            if (NAMES.contains(arguments[i])) i++;
            else if (!NAMES.contains(arguments[i].replaceFirst("=.*", ""))) words.add(arguments[i]);
        }
        while (words.size() < 2) words.add("");
        return words;
    }

    /** The arguments with such options moved behind the command that they are for. */
    static String[] behind(CommandLine root, String... arguments) {
        var commands = new ArrayList<String>();
        var options = new ArrayList<String>();
        CommandLine at = root;
        int next = 0;
        while (next < arguments.length) {
            String word = arguments[next];
            if (NAMES.contains(word) && next + 1 < arguments.length) {
                options.addAll(List.of(word, arguments[next + 1]));
                next += 2;
            } else if (NAMES.contains(word.replaceFirst("=.*", ""))) {
                options.add(word);
                next++;
            } else if (at.getSubcommands().containsKey(word)) {
                commands.add(word);
                at = at.getSubcommands().get(word);
                next++;
            } else {
                break;
            }
        }
        commands.addAll(options);
        commands.addAll(List.of(arguments).subList(next, arguments.length));
        return commands.toArray(String[]::new);
    }
}
