package maestro.core.param;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import maestro.model.MaestroException;
import maestro.model.param.ParamDefinition;

/** The names that a definition refers to, in order, without evaluating it. */
public final class ParamReferences {
    private ParamReferences() {}

    /** Names that must exist; none when an expression cannot be parsed. */
    public static Set<String> required(ParamDefinition definition) {
        return new LinkedHashSet<>(reads(definition).required());
    }

    static Reads reads(ParamDefinition definition) {
        try {
            return Reads.of(definition, "");
        } catch (MaestroException unparsable) {
            return new Reads(List.of(), List.of());
        }
    }
}
