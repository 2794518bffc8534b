package maestro.sel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression takes from outside, and where it says so: for checks before anything runs, and to tell where a
 * value came from. Immutable.
 *
 * @param names as {@link Expression#references} has them, with the first place of each
 * @param keys used literally with {@code params}, with the first place of each
 * @param calls of functions of the host, {@code params.f(…)}, in source order
 */
public record Outline(List<Mention> names, List<Mention> keys, List<HostCall> calls) {
    /** Lines and columns count from 1. */
    public record Mention(String name, int line, int column) {}

    /** @param arguments texts that are written out; empty: computed */
    public record HostCall(String name, List<Optional<String>> arguments, int line, int column) {}

    static Outline of(Node.Block program, Set<String> references, Source source) {
        Map<String, Mention> names = new LinkedHashMap<>();
        Map<String, Mention> keys = new LinkedHashMap<>();
        var calls = new ArrayList<HostCall>();
        Walk.over(program, node -> {
            switch (node) {
                case Node.Name(var name, _, int at) -> note(names, name, at, source);
                case Node.Assign assign -> note(names, assign.target().name(), assign.target().at(), source);
                case Node.AssignElement assign -> note(names, assign.target().name(), assign.target().at(), source);
                case Node.Access(Node.Name(var base, _, _), var suffixes, _) when base.equals("params") ->
                    params(suffixes[0], keys, calls, source);
                default -> { }
            }
        });
        names.keySet().retainAll(references);
        return new Outline(List.copyOf(names.values()), List.copyOf(keys.values()), List.copyOf(calls));
    }

    private static void note(Map<String, Mention> found, String name, int at, Source source) {
        if (!found.containsKey(name)) {
            var place = source.place(at);
            found.put(name, new Mention(name, place.line(), place.column()));
        }
    }

    private static void params(
            Node.Suffix suffix, Map<String, Mention> keys, List<HostCall> calls, Source source) {
        switch (suffix) {
            case Node.Field(var name, int at) -> note(keys, name, at, source);
            case Node.Index(Node.Literal(String key, int at), _) -> note(keys, key, at, source);
            case Node.Index _ -> { }
            case Node.Call(_, var arguments, var signature, _) when signature.equals("get/1") -> {
                if (arguments[0] instanceof Node.Literal(String key, int at)) note(keys, key, at, source);
            }
            case Node.Call call when call.signature().equals("containsKey/1") -> { }
            case Node.Call call -> {
                var place = source.place(call.at());
                calls.add(new HostCall(call.name(), texts(call.arguments()), place.line(), place.column()));
            }
        }
    }

    private static List<Optional<String>> texts(Node.Expr[] arguments) {
        var texts = new ArrayList<Optional<String>>();
        for (var argument : arguments)
            texts.add(argument instanceof Node.Literal(String text, _) ? Optional.of(text) : Optional.empty());
        return List.copyOf(texts);
    }
}
