package maestro.cli;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import maestro.sel.Suggestion;
import picocli.CommandLine.Model.CommandSpec;

/** What a mistyped command or option was meant to be. Pure. */
final class Typo {
    /** Nobody may end or lose something by taking a hint. */
    private static final Set<String> NEVER = Set.of("delete", "kill", "stop", "skip", "bypass", "deactivate", "untag",
            "restart", "unblock", "resume");

    private Typo() {}

    static Optional<String> meant(CommandSpec spec, String word) {
        var known = new ArrayList<String>();
        if (word.startsWith("-")) {
            known.addAll(spec.optionsMap().keySet());
            return Suggestion.nearest(known, word.replaceFirst("=.*", ""));
        }
        known.addAll(spec.subcommands().keySet());
        return Suggestion.nearest(known, word)
                .filter(name -> !NEVER.contains(name))
                .map(name -> "`" + spec.qualifiedName() + " " + name + "`");
    }
}
