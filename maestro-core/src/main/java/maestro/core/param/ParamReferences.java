package maestro.core.param;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import maestro.model.MaestroException;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.sel.Outline;

/** The names that a definition refers to, in order, without evaluating it. */
public final class ParamReferences {
    private ParamReferences() {}

    /** Names that must exist; none when an expression cannot be parsed. */
    public static Set<String> required(ParamDefinition definition) {
        return new LinkedHashSet<>(reads(definition).required());
    }

    /** The calls of {@code params.f(…)} in an expression, each as an input. */
    static List<Provenance.Input> calls(ParamDefinition definition) {
        if (!(definition.body() instanceof ParamBody.Expression(var text))) return List.of();
        try {
            return Sel.parsed(text, "").outline().calls().stream()
                    .map(call -> new Provenance.Input(
                            shown(call), Provenance.Meaning.FUNCTION, Optional.empty()))
                    .toList();
        } catch (MaestroException unparsable) {
            return List.of();
        }
    }

    private static String shown(Outline.HostCall call) {
        return call.arguments().stream()
                .map(text -> text.map(known -> "'" + known + "'").orElse("…"))
                .collect(Collectors.joining(", ", call.name() + "(", ")"));
    }

    static Reads reads(ParamDefinition definition) {
        try {
            return Reads.of(definition, "");
        } catch (MaestroException unparsable) {
            return new Reads(List.of(), List.of());
        }
    }
}
