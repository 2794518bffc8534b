package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Tag;
import maestro.model.param.InternalMode;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;

/** Lays one map of definitions over another (parameters.md §4, §5). Every error is a BAD_REQUEST naming the param. */
public final class ParamMerge {
    private ParamMerge() {}

    /**
     * Existing params keep their place, new ones follow in the order of {@code in}. A param that does not change stays
     * the same object where its stage does not change either.
     */
    public static LinkedHashMap<String, ParamDefinition> merge(
            Map<String, ParamDefinition> base, Map<String, ParamDefinition> in, MergeContext context) {
        return merge("", base, in, context, ParamMode.MUTABLE);
    }

    private static LinkedHashMap<String, ParamDefinition> merge(
            String path,
            Map<String, ParamDefinition> base,
            Map<String, ParamDefinition> in,
            MergeContext context,
            ParamMode enclosing) {
        var merged = new LinkedHashMap<>(base);
        in.forEach((name, definition) -> merged.put(
                name,
                base.containsKey(name)
                        ? over(path + name, base.get(name), definition, context, enclosing)
                        : added(path + name, definition, context, enclosing)));
        return merged;
    }

    private static ParamDefinition added(String path, ParamDefinition in, MergeContext context, ParamMode enclosing) {
        if (context.user()) {
            if (in.internalMode().isPresent()) throw refused(path, "cannot set a system mode", context);
            if (in.source().isPresent()) throw refused(path, "cannot set a source", context);
        }
        var members = stricter(enclosing, in.mode().orElse(ParamMode.MUTABLE));
        return new ParamDefinition(
                in.type(),
                newBody(path, in, context, members),
                Optional.of(stricter(impliedMode(in.mode(), in.internalMode()), enclosing)),
                in.internalMode(),
                in.validator(),
                Optional.of(in.tags().orElse(List.of())),
                Optional.of(context.system() ? in.source().orElse(context.source()) : context.source()),
                Map.of());
    }

    private static ParamBody newBody(String path, ParamDefinition in, MergeContext context, ParamMode enclosing) {
        return in.type() == ParamType.MAP && in.body() instanceof ParamBody.Literal(var value)
                ? new ParamBody.Literal(merge(path + ".", Map.of(), Values.members(value), context, enclosing))
                : in.body();
    }

    private static ParamDefinition over(
            String path, ParamDefinition base, ParamDefinition in, MergeContext context, ParamMode enclosing) {
        var internal = base.internalMode().or(in::internalMode);
        var mode = stricter(impliedMode(in.mode().or(base::mode), internal), enclosing);
        if (context.upstream()) mode = stricter(mode, base.mode().orElse(ParamMode.MUTABLE));
        var members = stricter(enclosing, base.mode().or(in::mode).orElse(ParamMode.MUTABLE));
        var merged = new ParamDefinition(
                base.type(),
                body(path, base, in, context, members),
                Optional.of(mode),
                internal,
                in.validator().or(base::validator),
                Optional.of(union(base.tags().orElse(List.of()), in.tags().orElse(List.of()))),
                base.source(),
                Map.of());
        boolean same = Values.same(base, merged);
        if (!same) permit(path, base, in, merged, context);
        boolean keepsSource = same && !context.user() && base.source().isPresent();
        if (!keepsSource && !base.source().equals(Optional.of(context.source()))) {
            return merged.withSource(context.source());
        }
        return same && base.mode().isPresent() && internal.equals(base.internalMode()) ? base : merged;
    }

    private static ParamBody body(
            String path, ParamDefinition base, ParamDefinition in, MergeContext context, ParamMode enclosing) {
        return switch (in.body()) {
            case ParamBody.Unset() -> base.body();
            case ParamBody.Expression expression -> expression;
            case ParamBody.Literal(var value) -> {
                var literal = converted(path, base.type(), in.type(), value);
                yield switch (base.type()) {
                    case MAP -> new ParamBody.Literal(merge(
                            path + ".",
                            Values.members(literalOf(path, base)),
                            Values.members(literal),
                            context,
                            enclosing));
                    case STRING_MAP -> {
                        var texts = new LinkedHashMap<>(Values.texts(literalOf(path, base)));
                        texts.putAll(Values.texts(literal));
                        yield new ParamBody.Literal(texts);
                    }
                    default -> new ParamBody.Literal(literal);
                };
            }
        };
    }

    private static Object converted(String path, ParamType declared, ParamType given, Object value) {
        try {
            return Conversion.literal(declared, given, value);
        } catch (Conversion.Mismatch mismatch) {
            throw badRequest("Param [" + path + "] has a value of the wrong type: " + mismatch.getMessage());
        }
    }

    private static Object literalOf(String path, ParamDefinition base) {
        return switch (base.body()) {
            case ParamBody.Literal(var value) -> value;
            case ParamBody.Unset() -> new LinkedHashMap<String, Object>();
            case ParamBody.Expression(var text) ->
                throw badRequest("Param [" + path + "]: cannot merge a literal " + base.type()
                        + " into one defined by the expression [" + text + "]");
        };
    }

    private static void permit(
            String path, ParamDefinition base, ParamDefinition in, ParamDefinition merged, MergeContext context) {
        boolean handedDown = context.upstream() && in.source().filter(s -> s != ParamSource.DEFINITION).isPresent();
        if (context.system() || handedDown) return;
        var mode = merged.mode().orElseThrow();
        if (!context.writes(mode)) throw refused(path, "cannot modify a param with mode " + mode, context);
        if (base.mode().orElse(ParamMode.MUTABLE).stricterThan(mode)) {
            throw refused(path, "cannot make its mode less strict, " + base.mode().get() + " to " + mode, context);
        }
        if (in.internalMode().isPresent()) throw refused(path, "cannot modify a system mode", context);
        if (merged.internalMode().filter(InternalMode.RESERVED::equals).isPresent()) {
            throw refused(path, "cannot modify a reserved param", context);
        }
        if (context.user() && in.source().isPresent()) throw refused(path, "cannot modify the source", context);
    }

    private static RuntimeException refused(String path, String why, MergeContext context) {
        return badRequest("Param [" + path + "]: " + why + " in stage " + context.source()
                + (context.restart() ? " of a restart" : ""));
    }

    private static ParamMode impliedMode(Optional<ParamMode> mode, Optional<InternalMode> internal) {
        var implied = internal.map(InternalMode::implied).orElse(ParamMode.MUTABLE);
        return stricter(mode.orElse(implied), implied);
    }

    private static ParamMode stricter(ParamMode one, ParamMode other) {
        return one.stricterThan(other) ? one : other;
    }

    private static List<Tag> union(List<Tag> base, List<Tag> in) {
        if (base.containsAll(in)) return base;
        var union = new ArrayList<>(base);
        in.stream().filter(tag -> !base.contains(tag)).forEach(union::add);
        return List.copyOf(union);
    }

    /** What follows the last merge (end of §4): drops unset OPTIONAL params, demands all others, ends internal modes. */
    public static LinkedHashMap<String, ParamDefinition> cleanup(Map<String, ParamDefinition> params) {
        return cleanup("", params);
    }

    private static LinkedHashMap<String, ParamDefinition> cleanup(String path, Map<String, ParamDefinition> params) {
        var clean = new LinkedHashMap<String, ParamDefinition>(params.size() * 2);
        params.forEach((name, param) -> {
            var body = cleanBody(path + name, param);
            if (body instanceof ParamBody.Unset) return;
            clean.put(name, body == param.body() && param.internalMode().isEmpty() ? param : clean(param, body));
        });
        return clean;
    }

    /** Unset: to be dropped. */
    private static ParamBody cleanBody(String path, ParamDefinition param) {
        boolean optional = param.internalMode().filter(InternalMode.OPTIONAL::equals).isPresent();
        if (param.type() == ParamType.MAP && param.body() instanceof ParamBody.Literal(var value)) {
            var members = Values.members(value);
            var clean = cleanup(path + ".", members);
            if (optional && clean.isEmpty()) return ParamBody.UNSET;
            return unchanged(members, clean) ? param.body() : new ParamBody.Literal(clean);
        }
        if (param.body() instanceof ParamBody.Unset && !optional) {
            throw badRequest("Required param [" + path + "] has neither a value nor an expression");
        }
        return param.body();
    }

    private static boolean unchanged(Map<String, ParamDefinition> before, Map<String, ParamDefinition> after) {
        return before.size() == after.size()
                && after.entrySet().stream().allMatch(entry -> before.get(entry.getKey()) == entry.getValue());
    }

    private static ParamDefinition clean(ParamDefinition param, ParamBody body) {
        return new ParamDefinition(
                param.type(),
                body,
                param.mode(),
                Optional.empty(),
                param.validator(),
                param.tags(),
                param.source(),
                param.metadata());
    }
}
