package maestro.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** Lets {@link ServerOptions} stand before the command as well: {@code maestro --server URL workflow list}. */
final class LeadingOptions {
    private static final Set<String> NAMES = Set.of("--server", "--user", "--output", "-o");

    private LeadingOptions() {}

    /** The word behind such options: the group of commands that is meant; empty when there is none. */
    static String command(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (NAMES.contains(arguments[i])) i++;
            else if (!NAMES.contains(arguments[i].replaceFirst("=.*", ""))) return arguments[i];
        }
        return "";
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
