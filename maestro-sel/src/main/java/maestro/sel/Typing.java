package maestro.sel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.sel.Node.Expr;
import maestro.sel.Node.Stmt;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;
import org.joda.time.format.DateTimeFormat;

/**
 * Finds, without running it, the type of an expression and what in it must fail. Says only what is sure: a name that is
 * assigned anywhere in the program, or whose type is not given, may be anything.
 *
 * <p>Values stand for types here: each type has one, and operators are asked what they make of them, so that there is
 * no second table of their rules.
 */
final class Typing {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    private final Map<String, String> given;
    private final Set<String> locals = new HashSet<>();
    private final List<Object> exits = new ArrayList<>(); // null: of unknown type
    private final Meter meter = new Meter(Budget.inline());
    private final Source source;
    private final List<Verdict.Problem> problems = new ArrayList<>();
    private boolean throwsText;

    private Typing(Map<String, String> given, Source source) {
        this.given = given;
        this.source = source;
    }

    static Verdict of(Node.Block program, Map<String, String> types, Source source) {
        var typing = new Typing(types, source);
        Walk.over(program, node -> {
            switch (node) {
                case Node.Declare declare -> {
                    for (var each : declare.declarators()) typing.locals.add(each.name().name());
                }
                case Node.Assign assign -> typing.locals.add(assign.target().name());
                case Node.Throw _ -> typing.throwsText = true;
                default -> { }
            }
        });
        typing.statement(program, true);
        return new Verdict(typing.result(), List.copyOf(typing.problems));
    }

    private Optional<String> result() {
        if (exits.isEmpty() && !throwsText)
            problem("the expression gives no value: its last statement is none; end it with 'return …;'", 0);
        if (exits.isEmpty() || exits.contains(null)) return Optional.empty();
        var types = exits.stream().map(Members::receiverType).distinct().toList();
        if (types.size() > 1) return Optional.empty();
        switch (types.getFirst()) {
            case STRING, LONG, DOUBLE, BOOLEAN, STRING_ARRAY, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, MAP -> { }
            case NULL -> {
                return Optional.empty(); // told when it runs: a null is what a missing key reads as
            }
            case DATETIME, DATETIME_ZONE, DATETIME_FORMATTER, DATETIME_PROPERTY, DATETIME_DAYS, UUID, PARAMS, CLASS,
                    VOID -> {
                problem("the expression gives a " + types.getFirst() + ", which no param can hold; make it a STRING or"
                        + " LONG", 0);
                return Optional.empty();
            }
        }
        return Optional.of(types.getFirst().name());
    }

    private void problem(String message, int at) {
        var place = source.place(at);
        problems.add(new Verdict.Problem(message, place.line(), place.column()));
    }

    private void statement(Stmt statement, boolean last) {
        switch (statement) {
            case Node.Block(var statements) -> {
                for (int i = 0; i < statements.length; i++) statement(statements[i], last && i == statements.length - 1);
            }
            case Node.Evaluate(var expression) -> {
                Object value = type(expression);
                if (last) exits.add(value);
            }
            case Node.Declare declare -> {
                for (var each : declare.declarators()) if (each.init() != null) type(each.init());
            }
            case Node.If(var test, var then, var otherwise) -> {
                truth(test);
                statement(then, false);
                if (otherwise != null) statement(otherwise, false);
            }
            case Node.Loop(var init, var test, var update, var body, _) -> {
                if (init != null) statement(init, false);
                if (test != null) truth(test);
                statement(body, false);
                if (update != null) type(update);
            }
            case Node.Return(var value) -> exits.add(type(value));
            case Node.Throw(var value, _) -> type(value);
            case Node.Break _, Node.Continue _ -> { }
        }
    }

    private Object truth(Expr test) {
        Object value = type(test);
        if (value != null && !(value instanceof Boolean))
            problem("a condition must be a BOOLEAN, not a " + Type.of(value), test.at());
        return true;
    }

    /** A value of the type; null: it may be any. */
    private Object type(Expr expression) {
        return switch (expression) {
            case Node.Literal(var value, _) -> value;
            case Node.Name(var name, _, _) -> named(name);
            case Node.Unary(char operator, var operand, int at) -> {
                Object value = type(operand);
                if (value == null) yield operator == '!' ? (Object) true : null;
                yield checked(at, () -> Operators.unary(operator, value, meter));
            }
            case Node.Operation operation -> operation(operation);
            case Node.Conditional(var test, var yes, var no, _) -> {
                truth(test);
                yield common(type(yes), type(no));
            }
            case Node.Assign(_, var operator, var value, _) -> {
                Object assigned = type(value);
                yield operator == Operator.ASSIGN ? assigned : null;
            }
            case Node.AssignElement(_, var index, _, var value, _) -> {
                type(index);
                type(value);
                yield null;
            }
            case Node.Access access -> access(access);
            case Node.NewArray(var element, var size, int at) -> {
                type(size);
                yield checked(at, () -> ofType(elementType(element).arrayOf()));
            }
            case Node.NewArrayOf(var element, var elements, int at) -> {
                Arrays.stream(elements).forEach(this::type);
                yield checked(at, () -> ofType(elementType(element).arrayOf()));
            }
            case Node.NewObject(var name, var arguments, int at) -> {
                Arrays.stream(arguments).forEach(this::type);
                yield checked(at, () -> ofType(ClassName.typeNamed(name)));
            }
        };
    }

    private static Type elementType(String name) {
        return switch (name) {
            case "boolean" -> Type.BOOLEAN;
            case "int", "long" -> Type.LONG;
            case "float", "double" -> Type.DOUBLE;
            default -> ClassName.typeNamed(name);
        };
    }

    private static Object common(Object one, Object other) {
        return one != null && other != null && Members.receiverType(one) == Members.receiverType(other) ? one : null;
    }

    private Object named(String name) {
        if (locals.contains(name)) return null;
        if (name.equals("params")) return Type.Single.PARAMS;
        var named = ClassName.find(name);
        return named.isPresent() ? named.get() : ofName(given.get(name));
    }

    private static Object ofName(String type) {
        return type == null ? null : ofType(Type.valueOf(type));
    }

    private Object operation(Node.Operation operation) {
        Object left = type(operation.first());
        for (var term : operation.terms()) left = binary(term.operator(), left, term);
        return left;
    }

    private Object binary(Operator operator, Object left, Node.Term term) {
        Object right = type(term.operand());
        if (operator == Operator.AND || operator == Operator.OR) {
            for (Object side : new Object[] {left, right}) {
                if (side != null && !(side instanceof Boolean))
                    problem("'" + operator + "' takes BOOLEANs, not a " + Members.receiverType(side), term.at());
            }
            return true;
        }
        if (left == null || right == null) {
            if (COMPARISONS.contains(operator.toString())) return true;
            return operator == Operator.ADD && left instanceof String ? left : null;
        }
        return checked(term.at(), () -> Operators.binary(operator, left, right, meter));
    }

    private Object access(Node.Access access) {
        Object value = type(access.base());
        for (var suffix : access.suffixes()) {
            Object receiver = value;
            value = switch (suffix) {
                case Node.Index(var index, _) -> {
                    Object key = type(index);
                    if (receiver == Type.Single.PARAMS && index instanceof Node.Literal(String name, _))
                        yield ofName(given.get(name));
                    yield receiver != null && key instanceof Long && Type.of(receiver).isArray()
                            ? elementOf(receiver)
                            : null;
                }
                case Node.Call call -> {
                    Arrays.stream(call.arguments()).forEach(this::type);
                    yield member(receiver, call);
                }
                case Node.Field(var name, int at) -> {
                    if (receiver == null || receiver == Type.Single.NULL) yield null;
                    if (receiver == Type.Single.PARAMS) yield ofName(given.get(name));
                    yield checked(at, () -> Members.field(receiver, name, meter, Scope.of(Map.of())));
                }
            };
        }
        return value;
    }

    private Object member(Object receiver, Node.Call call) {
        if (receiver == null || receiver == Type.Single.NULL) return null;
        if (receiver == Type.Single.PARAMS) return keyed(call);
        var names = Members.names(receiver);
        boolean host = receiver == ClassName.UTIL; // a host may register functions there
        if (!host && !names.contains(call.name())) {
            problem(Members.shown(receiver) + " has no member " + call.name()
                    + Suggestion.among(names, call.name()), call.at());
            return null;
        }
        var type = names.contains(call.name()) ? MemberTypes.of(receiver, call.name()) : null;
        return type == null ? null : ofType(type);
    }

    private Object keyed(Node.Call call) {
        if (call.signature().equals("containsKey/1")) return true;
        return call.signature().equals("get/1") && call.arguments()[0] instanceof Node.Literal(String name, _)
                ? ofName(given.get(name))
                : null;
    }

    private interface Attempt {
        Object make();
    }

    private Object checked(int at, Attempt attempt) {
        try {
            return attempt.make();
        } catch (Fault fault) {
            switch (fault.kind()) {
                case TYPE, UNSUPPORTED -> problem(fault.getMessage(), at);
                default -> { } // of the values that stand for the types, not of the program
            }
            return null;
        }
    }

    private static Object elementOf(Object array) {
        return ofType(switch (Type.of(array)) {
            case LONG_ARRAY -> Type.LONG;
            case DOUBLE_ARRAY -> Type.DOUBLE;
            case BOOLEAN_ARRAY -> Type.BOOLEAN;
            default -> Type.STRING;
        });
    }

    private static Object ofType(Type type) {
        return switch (type) {
            case LONG -> 7L;
            case DOUBLE -> 7.5;
            case BOOLEAN -> true;
            case STRING -> "a";
            case LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY -> type.newArray(1);
            case DATETIME -> new DateTime(0, DateTimeZone.UTC);
            case DATETIME_ZONE -> DateTimeZone.UTC;
            case DATETIME_FORMATTER -> DateTimeFormat.forPattern("yyyy");
            case DATETIME_PROPERTY -> new DateTime(0, DateTimeZone.UTC).dayOfWeek();
            case DATETIME_DAYS -> Days.ONE;
            case UUID -> new java.util.UUID(0, 0);
            case MAP -> new SelMap();
            case NULL, PARAMS, CLASS, VOID -> null;
        };
    }
}
