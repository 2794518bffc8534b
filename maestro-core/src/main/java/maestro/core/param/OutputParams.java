package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/** Merges what a job reports into the evaluated params of its step (parameters.md §12). Thread-safe. */
public final class OutputParams {
    private static final String PLACEHOLDER = "PARAM_VALUE_IDENTICAL_TO_EVALUATED_RESULT";
    private static final int TEXT_STORED_TWICE_MAX = 1_000;

    private OutputParams() {}

    /**
     * MAPs and STRING_MAPs merge by key, everything else is replaced; the existing type wins, and each changed param
     * keeps the evaluation time that its output carries. Only the outputs' results count, never their literals.
     *
     * @throws maestro.model.MaestroException BAD_REQUEST for an unknown name, a type that cannot be converted, a
     *     change of a param that is not MUTABLE, or a result over the size limit
     */
    public static LinkedHashMap<String, Param> merge(Map<String, Param> existing, Map<String, Param> outputs) {
        var merged = new LinkedHashMap<>(existing);
        outputs.forEach((name, output) -> {
            var param = existing.get(name);
            if (param == null) throw badRequest("Output param [" + name + "] is not a param of the step");
            merged.put(name, over(name, param, output));
        });
        if (!outputs.isEmpty()) JsonSize.check(merged, "the step with its outputs");
        return merged;
    }

    private static Param over(String name, Param existing, Param output) {
        var type = existing.definition().type();
        var base = Values.literal(existing.definition(), existing.result());
        var in = Values.literal(reported(output.definition()), converted(name, type, output));
        var merged = ParamMerge.merge(Map.of(name, base), Map.of(name, in), MergeContext.OUTPUT).get(name);
        var result = result(merged);
        return new Param(
                shortened(merged, result), result, output.evaluatedMillis(), Conversion.note(type, output.result()));
    }

    /** A long value that stands in the result too is not stored twice (parameters.md §13). */
    private static ParamDefinition shortened(ParamDefinition merged, Object result) {
        Object placeholder =
                switch (result) {
                    case String text when text.length() > TEXT_STORED_TWICE_MAX -> PLACEHOLDER;
                    case String[] _ -> new String[] {PLACEHOLDER};
                    default -> result;
                };
        return placeholder == result ? merged : merged.withBody(new ParamBody.Literal(placeholder));
    }

    /** What a job may say of a param besides its value; where it stems from is not for it to say. */
    private static ParamDefinition reported(ParamDefinition output) {
        return new ParamDefinition(
                output.type(),
                ParamBody.UNSET,
                output.mode(),
                Optional.empty(),
                output.validator(),
                output.tags(),
                Optional.empty(),
                Map.of());
    }

    private static Object converted(String name, ParamType type, Param output) {
        if (type == ParamType.MAP || type == ParamType.STRING_MAP) return output.result();
        try {
            return Conversion.result(type, output.result());
        } catch (Conversion.Mismatch mismatch) {
            throw badRequest("Output param [" + name + "] has the wrong type: " + mismatch.getMessage());
        }
    }

    /** The merged literal holds no references, so evaluating it gives the values back. */
    private static Object result(ParamDefinition merged) {
        var literal = (ParamBody.Literal) merged.body();
        return Literals.evaluate(merged.type(), literal.value(), Map.of(), _ -> {
            throw new IllegalStateException("an evaluated param has no expressions");
        });
    }
}
