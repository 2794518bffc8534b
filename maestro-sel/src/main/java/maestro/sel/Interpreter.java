package maestro.sel;

import maestro.sel.Node.Expr;
import maestro.sel.Node.Stmt;
import maestro.sel.SelException.Kind;

/** Walks a program once (sel.md §5 to §8). Each visit is metered; {@link #at} tells where the walk stands. */
final class Interpreter {
    private enum Signal { NONE, BREAK, CONTINUE, RETURN }

    private final Object[] slots; // null: not looked up yet, or unknown
    private final Scope scope;
    private final Meter meter;
    private Signal signal = Signal.NONE;
    private int at;

    /** @param slots by slot of a name, its class name or {@code params}; becomes the symbol table */
    Interpreter(Object[] slots, Scope scope, Meter meter) {
        this.slots = slots;
        this.scope = scope;
        this.meter = meter;
    }

    int at() {
        return at;
    }

    /** The value of the program, {@code VOID} if it has none. */
    Object run(Node.Block program) {
        Object value = execute(program);
        if (signal == Signal.BREAK || signal == Signal.CONTINUE)
            throw new Fault(Kind.RESULT, "'break' or 'continue' outside of any loop");
        return value;
    }

    private Object execute(Stmt statement) {
        meter.visit();
        return switch (statement) {
            case Node.Evaluate evaluate -> outcome(evaluate.expression());
            case Node.Block block -> executeAll(block.statements());
            case Node.If choice -> {
                Stmt branch = truth(choice.test()) ? choice.then() : choice.otherwise();
                yield branch == null ? Type.Single.VOID : unlessReturned(execute(branch));
            }
            case Node.Loop loop -> loop(loop);
            case Node.Declare declare -> declare(declare);
            case Node.Break end -> signal(Signal.BREAK, end.at());
            case Node.Continue end -> signal(Signal.CONTINUE, end.at());
            case Node.Return end -> {
                Object value = outcome(end.value());
                signal = Signal.RETURN;
                yield value;
            }
            case Node.Throw end -> throw thrown(end);
        };
    }

    private Object executeAll(Stmt[] statements) {
        Object value = Type.Single.VOID;
        for (var statement : statements) {
            value = execute(statement);
            if (signal != Signal.NONE) return value;
        }
        return value;
    }

    /** An {@code if} has no value of its own, but a {@code return} inside it has. */
    private Object unlessReturned(Object value) {
        return signal == Signal.RETURN ? value : Type.Single.VOID;
    }

    private Object signal(Signal raised, int where) {
        at = where;
        signal = raised;
        return Type.Single.VOID;
    }

    private Fault thrown(Node.Throw end) {
        Object value = evaluate(end.value());
        at = end.at();
        if (value instanceof String text) return new Fault(Kind.THROWN, text);
        return Fault.argument("'throw' takes a STRING, found a " + Type.of(value));
    }

    private Object loop(Node.Loop loop) {
        if (loop.init() != null) execute(loop.init());
        int completed = 0;
        while (loop.test() == null || truth(loop.test())) {
            at = loop.at();
            Object value = execute(loop.body());
            if (signal == Signal.RETURN) return value;
            boolean left = signal == Signal.BREAK;
            signal = Signal.NONE;
            if (left) break;
            if (loop.update() != null) evaluate(loop.update());
            if (++completed >= meter.budget.loopMax()) {
                at = loop.at();
                throw Fault.limit("the loop completed " + completed + " iterations, which is the limit");
            }
        }
        return Type.Single.VOID;
    }

    private Object declare(Node.Declare declare) {
        at = declare.at();
        var type = ClassName.typeNamed(declare.typeName());
        if (declare.array()) type = type.arrayOf();
        for (var declarator : declare.declarators()) {
            Object value;
            if (declarator.init() == null) {
                meter.chargeValue();
                value = type.zero();
            } else {
                value = evaluate(declarator.init());
                at = declarator.name().at();
                if (Type.of(value) != type)
                    throw Fault.type(declarator.name().name() + " is a " + type + ", found a " + Type.of(value));
            }
            slots[declarator.name().slot()] = value;
        }
        return Type.Single.VOID;
    }

    private boolean truth(Expr test) {
        Object value = evaluate(test);
        if (value instanceof Boolean truth) return truth;
        at = test.at();
        throw Fault.type("a condition is a BOOLEAN, found a " + Type.of(value));
    }

    /** What may be the program's value: here the classes without values get the error of the conversion (sel.md §1). */
    private Object outcome(Expr expression) {
        if (expression instanceof Node.Name name && slots[name.slot()] instanceof ClassName named
                && named.type() == Type.VOID) {
            at = name.at();
            throw new Fault(Kind.RESULT, name.name() + " is no value");
        }
        return evaluate(expression);
    }

    private Object evaluate(Expr expression) {
        meter.visit();
        return switch (expression) {
            case Node.Name name -> {
                Object value = variable(name);
                if (value instanceof ClassName) throw Fault.unsupported("the class " + name.name() + " is no value");
                yield value;
            }
            case Node.Literal literal -> literal.value();
            case Node.Operation operation -> operation(operation);
            case Node.Access access -> access(access);
            case Node.Assign assign -> assign(assign);
            case Node.AssignElement assign -> assignElement(assign);
            case Node.Conditional choice -> evaluate(truth(choice.test()) ? choice.yes() : choice.no());
            case Node.Unary unary -> {
                Object operand = evaluate(unary.operand());
                at = unary.at();
                yield Operators.unary(unary.operator(), operand, meter);
            }
            case Node.NewArray make -> newArray(make);
            case Node.NewArrayOf make -> newArrayOf(make);
            case Node.NewObject make -> {
                Object[] arguments = arguments(make.arguments());
                at = make.at();
                yield Constructors.make(make.className(), arguments, meter, scope);
            }
        };
    }

    /** What a name stands for, at the left of a dot too; a variable of the host is copied in at its first use. */
    private Object variable(Node.Name name) {
        at = name.at();
        Object value = slots[name.slot()];
        if (value != null) return value;
        Object host = scope.variable(name.name());
        if (host == null) return Type.Single.NULL;
        value = HostValues.imported(host, meter);
        slots[name.slot()] = value;
        return value;
    }

    private Object operation(Node.Operation operation) {
        Object left = evaluate(operation.first());
        for (var term : operation.terms()) {
            var operator = term.operator();
            if (left instanceof Boolean known
                    && (operator == Operator.AND && !known || operator == Operator.OR && known)) continue;
            int pending = meter.push();
            Object right = evaluate(term.operand());
            meter.drop(pending);
            at = term.at();
            left = Operators.binary(operator, left, right, meter);
        }
        return left;
    }

    private Object assign(Node.Assign assign) {
        Object value = evaluate(assign.value());
        Object old = variable(assign.target());
        at = assign.at();
        if (old instanceof ClassName)
            throw Fault.unsupported("the class " + assign.target().name() + " is no variable");
        boolean isNew = old == Type.Single.NULL && assign.operator() == Operator.ASSIGN;
        if (isNew) Operators.requireAssignable(value);
        Object changed = isNew ? value : Operators.assign(assign.operator(), old, value, meter);
        slots[assign.target().slot()] = changed;
        return changed;
    }

    private Object assignElement(Node.AssignElement assign) {
        Object array = variable(assign.target());
        int pending = meter.push();
        Object index = evaluate(assign.index());
        meter.push();
        Object value = evaluate(assign.value());
        meter.drop(pending);
        at = assign.at();
        if (!Type.of(array).isArray() || index instanceof String)
            throw Fault.type("only elements of arrays, by number, can be assigned; found a " + Type.of(array)
                    + " and an index of " + Type.of(index));
        Object changed = Operators.assign(assign.operator(), Elements.get(array, index), value, meter);
        Elements.set(array, (int) (long) (Long) index, changed);
        return changed;
    }

    private Object[] arguments(Expr[] expressions) {
        var values = new Object[expressions.length];
        if (values.length == 0) return values;
        int pending = meter.push();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) meter.push();
            values[i] = evaluate(expressions[i]);
        }
        meter.drop(pending);
        return values;
    }

    private Object access(Node.Access access) {
        Object value = access.base() instanceof Node.Name name ? variable(name) : evaluate(access.base());
        if (value == Type.Single.NULL && access.base() instanceof Node.Name name
                && !(access.suffixes()[0] instanceof Node.Index))
            throw Fault.unsupported("there is no variable or class " + name.name()
                    + Suggestion.among(ClassName.allNames(), name.name()));
        for (var suffix : access.suffixes()) {
            meter.visit();
            switch (suffix) {
                case Node.Call call -> {
                    Object[] arguments = arguments(call.arguments());
                    at = call.at();
                    value = Members.call(new Invocation(value, call.name(), call.signature(), arguments, meter, scope));
                }
                case Node.Field field -> {
                    at = field.at();
                    value = Members.field(value, field.name(), meter, scope);
                }
                case Node.Index index -> value = indexed(value, index);
            }
        }
        return value;
    }

    private Object indexed(Object value, Node.Index suffix) {
        int pending = meter.push();
        Object index = evaluate(suffix.index());
        meter.drop(pending);
        at = suffix.at();
        if (index instanceof String key && value == Type.Single.PARAMS)
            return HostValues.imported(scope.param(key), meter);
        if (index instanceof String key && value instanceof SelMap map)
            return map.entries.getOrDefault(key, Type.Single.NULL);
        return Elements.get(value, index);
    }

    private Object newArray(Node.NewArray make) {
        Object size = evaluate(make.size());
        at = make.at();
        var type = Elements.arrayType(make.elementType());
        if (!(size instanceof Long elements))
            throw Fault.type("the size of an array is a LONG, found a " + Type.of(size));
        if (elements < 0) throw new Fault(Kind.INDEX, "an array of " + elements + " elements");
        meter.chargeNewArray(elements);
        return type.newArray((int) (long) elements);
    }

    private Object newArrayOf(Node.NewArrayOf make) {
        at = make.at();
        var type = Elements.arrayType(make.elementType());
        meter.chargeNewArray(make.elements().length);
        Object array = type.newArray(make.elements().length);
        Object[] values = arguments(make.elements());
        at = make.at();
        for (int i = 0; i < values.length; i++) {
            if (!Elements.fits(type, values[i]))
                throw Fault.type("element " + i + " of a new " + type + " is a " + Type.of(values[i]));
            Elements.set(array, i, values[i]);
        }
        return array;
    }
}
