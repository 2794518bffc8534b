package maestro.core.param;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.sel.Budget;

/**
 * One evaluation of a set of params, or of texts and expressions over evaluated ones (parameters.md §8, §9).
 *
 * <p>What a param refers to is evaluated first, on a list instead of the call stack, so that chains may be of any
 * length; a name met again while it waits on that list is a cycle. Confined to one thread, used once.
 */
final class Evaluation {
    private final Outer outer;
    private final Map<String, ParamDefinition> definitions;
    private final Map<String, Param> done; // in the order of the definitions; null: not evaluated yet
    private final Clocked now;
    private final Budget budget;
    private final List<Frame> path = new ArrayList<>();

    /** A param that waits for what it refers to. */
    private static final class Frame {
        final String name;
        final String[] reads;
        final int required; // the reads before this one must exist
        final Map<String, Object> vars;
        int next;

        Frame(String name, Reads reads) {
            this.name = name;
            this.required = reads.required().size();
            this.reads = reads.required().toArray(new String[required + reads.optional().size()]);
            int at = required;
            for (var key : reads.optional()) this.reads[at++] = key;
            this.vars = new HashMap<>(this.reads.length * 2);
        }
    }

    /** The answer of a lookup: an own param that must be evaluated first. */
    private record Pending(String name) {}

    /** @param evaluated params that are visible but not to be evaluated; read only when there are no definitions */
    Evaluation(
            Outer outer,
            Map<String, ParamDefinition> definitions,
            Map<String, Param> evaluated,
            Clocked now,
            Budget budget) {
        this.outer = outer;
        this.definitions = definitions;
        this.done = definitions.isEmpty() ? evaluated : LinkedHashMap.newLinkedHashMap(definitions.size());
        this.now = now;
        this.budget = budget;
        for (var name : definitions.keySet()) done.put(name, null);
    }

    /** Evaluates all definitions; the answer has their order. */
    @SuppressWarnings("unchecked") // with definitions, done was made here
    LinkedHashMap<String, Param> all() {
        if (definitions.isEmpty()) return new LinkedHashMap<>();
        for (var entry : definitions.entrySet()) {
            if (done.get(entry.getKey()) == null) require(entry.getKey(), entry.getValue());
        }
        return (LinkedHashMap<String, Param>) done;
    }

    /** Those definitions that were evaluated because something referred to them. */
    LinkedHashMap<String, Param> needed() {
        var needed = new LinkedHashMap<String, Param>();
        definitions.keySet().stream()
                .filter(name -> done.get(name) != null)
                .forEach(name -> needed.put(name, done.get(name)));
        return needed;
    }

    /** The value of an expression that is no param; own params that it mentions are evaluated first, and win. */
    Object expression(String text, String label) {
        var reads = Reads.ofExpression(text, label);
        for (var name : reads.required()) {
            if (definitions.containsKey(name) && done.get(name) == null) require(name, definitions.get(name));
        }
        return sel(text, label, bind(label, reads));
    }

    /** A text with what it refers to put in. */
    String text(String text, String label) {
        var reads = Reads.ofText(text);
        return Literals.text(text, reads.none() ? Map.of() : bind(label, reads));
    }

    /** A param that the others cannot see. */
    Param alone(String name, ParamDefinition definition) {
        var label = "param [" + name + "] of " + outer.place();
        return param(name, definition, bind(label, Reads.of(definition, label)));
    }

    private void require(String name, ParamDefinition definition) {
        var reads = reads(name, definition);
        done.put(name, param(name, definition, reads.none() ? Map.of() : bind(name, reads)));
    }

    private Reads reads(String name, ParamDefinition definition) {
        var rule = outer.rule(name, definition);
        if (rule == null) {
            return outer.script(name, definition) && definition.body() instanceof ParamBody.Literal(String text)
                    ? Reads.ofScript(text)
                    : Reads.of(definition, label(name));
        }
        return rule.reads().isEmpty() ? Reads.NONE : new Reads(rule.reads(), List.of());
    }

    /** The values of all names read, having evaluated whatever that takes. */
    private Map<String, Object> bind(String name, Reads reads) {
        int floor = path.size();
        push(name, reads);
        while (true) {
            var top = path.getLast();
            var pending = advance(top);
            if (pending != null) {
                push(pending, reads(pending, definitions.get(pending)));
                continue;
            }
            path.removeLast();
            if (path.size() == floor) return top.vars;
            done.put(top.name, param(top.name, definitions.get(top.name), top.vars));
        }
    }

    private void push(String name, Reads reads) {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i).name.equals(name)) throw cycle(i, name);
        }
        path.add(new Frame(name, reads));
    }

    private MaestroException cycle(int from, String name) {
        var waiting = path.subList(from, path.size()).stream().map(frame -> frame.name);
        return MaestroException.badRequest("Param [" + name + "] of " + outer.place()
                + " is in a cyclic reference chain: " + waiting.collect(Collectors.joining(" -> ")) + " -> " + name);
    }

    /** Binds reads until one needs an own param that is not evaluated; null: all are bound. */
    private String advance(Frame frame) {
        for (; frame.next < frame.reads.length; frame.next++) {
            var name = frame.reads[frame.next];
            if (frame.vars.containsKey(name)) continue;
            boolean mustExist = frame.next < frame.required && !name.equals("params");
            var found = mustExist ? lookup(name, frame.name) : lookupOptional(name);
            if (found instanceof Pending(var own)) {
                if (mustExist || !own.equals(frame.name)) return own;
                continue; // a param that looks whether it exists elsewhere
            }
            if (found != null) frame.vars.put(name, found);
        }
        return null;
    }

    private Object lookup(String name, String referrer) {
        try {
            var found = find(name);
            if (found != null) return found;
        } catch (MaestroException failure) {
            throw new MaestroException(
                    failure.code(), "In " + label(referrer) + ": " + failure.getMessage(), failure.errors(), failure);
        }
        boolean script = definitions.containsKey(referrer) && outer.script(referrer, definitions.get(referrer));
        throw outer.unknown("In " + label(referrer) + ": unknown param [" + name + "]"
                + (script ? "; for the script's own variable write $$" + name : ""));
    }

    private Object lookupOptional(String name) {
        try {
            return find(name);
        } catch (MaestroException _) {
            return null;
        }
    }

    /** The resolution order of §9; null: nothing has this name. */
    private Object find(String name) {
        var evaluated = done.get(name);
        if (evaluated != null) return evaluated.result();
        var own = outer.ownName(name);
        if (own != null) return ownParam(own);
        var value = outer.value(name);
        if (value != null) return value;
        return definitions.containsKey(name) ? new Pending(name) : null;
    }

    private Object ownParam(String name) {
        var evaluated = done.get(name);
        if (evaluated != null) return evaluated.result();
        return definitions.containsKey(name) ? new Pending(name) : null;
    }

    private Param param(String name, ParamDefinition definition, Map<String, Object> vars) {
        var value = raw(name, definition, vars);
        try {
            return new Param(
                    definition,
                    Conversion.result(definition.type(), value),
                    now.nowMillis(),
                    Conversion.note(definition.type(), value));
        } catch (Conversion.Mismatch mismatch) {
            throw MaestroException.badRequest("The result of " + label(name) + quoted(definition)
                    + " has the wrong type: " + mismatch.getMessage());
        }
    }

    private Object raw(String name, ParamDefinition definition, Map<String, Object> vars) {
        return switch (definition.body()) {
            case ParamBody.Expression(var text) -> {
                var rule = outer.rule(name, definition);
                var natively = rule == null
                        ? null
                        : rule.compute().of(vars, outer.functions().orElseThrow(), now.nowMillis());
                yield natively != null ? natively : sel(text, label(name), vars);
            }
            case ParamBody.Literal(String text) when outer.script(name, definition) -> Literals.script(text, vars);
            case ParamBody.Literal(var value) ->
                Literals.evaluate(definition.type(), value, vars, text -> sel(text, label(name), vars));
            case ParamBody.Unset() ->
                throw MaestroException.badRequest(label(name) + " has neither a value nor an expression");
        };
    }

    private Object sel(String text, String label, Map<String, Object> vars) {
        return Sel.evaluate(text, label, new SelScope(vars, outer, done::get, now), budget);
    }

    private static String quoted(ParamDefinition definition) {
        return definition.body() instanceof ParamBody.Expression(var text) ? ", expression [" + text + "]," : "";
    }

    private String label(String name) {
        return definitions.containsKey(name) ? "param [" + name + "] of " + outer.place() : name;
    }
}
