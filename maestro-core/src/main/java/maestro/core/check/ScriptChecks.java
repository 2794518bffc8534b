package maestro.core.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.Interpolation;
import maestro.core.param.ScriptText;
import maestro.model.definition.Step;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.sel.Suggestion;

/** Checks what a script will meet: its variables, its dollars and its first line. */
final class ScriptChecks {
    private static final Pattern LATE_INTERPRETER = Pattern.compile("(?s)\\s+#!.*");

    private ScriptChecks() {}

    /** @param path of a step whose type runs a script */
    static List<Finding> of(String path, Step step, View view) {
        var found = new ArrayList<Finding>();
        variables(path, step.common().params(), found);
        var script = step.common().params().get(ScriptText.NAME);
        if (script == null || !(script.body() instanceof ParamBody.Literal(String text))) return found;
        var at = path + ".params." + ScriptText.NAME + ".value";
        if (text.contains("\r\n")) {
            found.add(Finding.of(Severity.WARNING, Kind.SCRIPT, at,
                    "the script's lines end in carriage returns, which a shell takes for part of its words; save the"
                            + " file with Unix line ends"));
        }
        if (LATE_INTERPRETER.matcher(text).matches()) {
            found.add(Finding.of(Severity.WARNING, Kind.SCRIPT, at,
                    "#! counts only at the very start of a script; remove what is before it, or set interpreter"));
        }
        dollars(at, text, view, found);
        return found;
    }

    /** Names that stay as they are, and look like one that would be put in. */
    private static void dollars(String path, String text, View view, List<Finding> found) {
        for (String name : Interpolation.names(text)) {
            if (!ScriptText.variable(name) || view.types().containsKey(name)) continue;
            var capitals = view.types().keySet().stream()
                    .filter(known -> known.length() > 3 && ScriptText.variable(known))
                    .toList();
            Suggestion.nearest(capitals, name).ifPresent(near -> found.add(new Finding(
                    Severity.WARNING, Kind.UNKNOWN_NAME, path, line(text, name), 1,
                    "no param is called [" + name + "], so it is left to the shell", Optional.of(near))));
        }
    }

    private static int line(String text, String name) {
        int at = Math.max(text.indexOf("$" + name), text.indexOf("${" + name + "}"));
        return 1 + (int) text.substring(0, Math.max(0, at)).chars().filter(c -> c == '\n').count();
    }

    private static void variables(String path, Map<String, ParamDefinition> params, List<Finding> found) {
        Map<String, String> byVariable = new LinkedHashMap<>();
        for (String name : params.keySet()) {
            var before = byVariable.putIfAbsent(variable(name), name);
            if (before == null) continue;
            found.add(Finding.of(Severity.WARNING, Kind.SAME_VARIABLE, path + ".params." + name,
                    "the params [" + before + "] and [" + name + "] are both MAESTRO_PARAM_" + variable(name)
                            + " for the script, which sees one of them; rename one, or read the file MAESTRO_PARAMS"));
        }
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}
