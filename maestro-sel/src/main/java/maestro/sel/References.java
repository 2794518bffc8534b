package maestro.sel;

import java.util.LinkedHashSet;
import java.util.Set;
import maestro.sel.Node.Expr;
import maestro.sel.Node.Stmt;
import maestro.sel.Node.Suffix;

/** Which names a program takes from outside (sel.md §11); a name first assigned, then read, is its own. */
final class References {
    private final LinkedHashSet<String> reads = new LinkedHashSet<>();
    private final Set<String> locals = new LinkedHashSet<>();
    private final LinkedHashSet<String> literalParamKeys = new LinkedHashSet<>();

    private References() {}

    static References in(Node.Block program) {
        var references = new References();
        references.walk(program);
        references.reads.removeIf(name -> ClassName.find(name).isPresent());
        return references;
    }

    LinkedHashSet<String> reads() {
        return reads;
    }

    LinkedHashSet<String> literalParamKeys() {
        return literalParamKeys;
    }

    private void read(String name) {
        if (!locals.contains(name)) reads.add(name);
    }

    private void write(String name) {
        if (!reads.contains(name)) locals.add(name);
    }

    private void walk(Stmt statement) {
        switch (statement) {
            case Node.Block(var statements) -> {
                for (var each : statements) walk(each);
            }
            case Node.Evaluate(var expression) -> walk(expression);
            case Node.Declare declare -> {
                for (var declarator : declare.declarators()) {
                    if (declarator.init() != null) walk(declarator.init());
                    write(declarator.name().name());
                }
            }
            case Node.If(var test, var then, var otherwise) -> {
                walk(test);
                walk(then);
                if (otherwise != null) walk(otherwise);
            }
            case Node.Loop(var init, var test, var update, var body, _) -> {
                if (init != null) walk(init);
                if (test != null) walk(test);
                if (update != null) walk(update);
                walk(body);
            }
            case Node.Return(var value) -> walk(value);
            case Node.Throw(var value, _) -> walk(value);
            case Node.Break _, Node.Continue _ -> { }
        }
    }

    private void walk(Expr expression) {
        switch (expression) {
            case Node.Literal _ -> { }
            case Node.Name(var name, _, _) -> read(name);
            case Node.Unary(_, var operand, _) -> walk(operand);
            case Node.Operation(var first, var terms, _) -> {
                walk(first);
                for (var term : terms) walk(term.operand());
            }
            case Node.Conditional(var test, var yes, var no, _) -> {
                walk(test);
                walk(yes);
                walk(no);
            }
            case Node.Assign(var target, var operator, var value, _) -> {
                if (operator != Operator.ASSIGN) read(target.name()); // S19
                walk(value);
                write(target.name());
            }
            case Node.AssignElement(var target, var index, _, var value, _) -> {
                read(target.name()); // S19: the array itself comes from somewhere
                walk(index);
                walk(value);
            }
            case Node.Access(var base, var suffixes, _) -> {
                walk(base);
                if (base instanceof Node.Name(var name, _, _) && name.equals("params")) noteKey(suffixes[0]);
                for (var suffix : suffixes) walk(suffix);
            }
            case Node.NewArray(_, var size, _) -> walk(size);
            case Node.NewArrayOf(_, var elements, _) -> walkAll(elements);
            case Node.NewObject(_, var arguments, _) -> walkAll(arguments);
        }
    }

    private void walkAll(Expr[] expressions) {
        for (var each : expressions) walk(each);
    }

    private void walk(Suffix suffix) {
        switch (suffix) {
            case Node.Index(var index, _) -> walk(index);
            case Node.Call call -> walkAll(call.arguments());
            case Node.Field _ -> { }
        }
    }

    private void noteKey(Suffix suffix) {
        switch (suffix) {
            case Node.Field(var name, _) -> literalParamKeys.add(name);
            case Node.Index(Node.Literal(String key, _), _) -> literalParamKeys.add(key);
            case Node.Call(_, var arguments, var signature, _)
                    when signature.equals("get/1") && arguments[0] instanceof Node.Literal(String key, _) ->
                    literalParamKeys.add(key);
            default -> { } // computed, so it is not known before evaluation
        }
    }
}
