package maestro.sel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import maestro.sel.Node.Expr;
import maestro.sel.Node.Suffix;

/**
 * The expressions of sel.md §4. An assignment is told from its left side once that is read, so nothing is read twice.
 */
final class ExpressionParser {
    private static final Expr[] NONE = {};

    private final Tokens tokens;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> slots = new HashMap<>();

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    List<String> names() {
        return names;
    }

    Node.Name name(Token token) {
        int slot = slots.computeIfAbsent(token.text(), text -> {
            names.add(text);
            return names.size() - 1;
        });
        return new Node.Name(token.text(), slot, token.at());
    }

    Expr expression() throws SelException {
        tokens.descend();
        var start = tokens.peek();
        var left = conditional();
        var whole = assignOperator(tokens.peek()) == null ? left : assignment(start, left);
        tokens.ascend();
        return whole;
    }

    /** What may stand first and last in the head of a {@code for}: an assignment or a primary. */
    Expr simple() throws SelException {
        var start = tokens.peek();
        var left = primary();
        return assignOperator(tokens.peek()) == null ? left : assignment(start, left);
    }

    private static Operator assignOperator(Token token) {
        if (token.kind() != Token.Kind.SYMBOL) return null;
        return switch (token.text()) {
            case "=" -> Operator.ASSIGN;
            case "+=" -> Operator.ADD;
            case "-=" -> Operator.SUBTRACT;
            case "*=" -> Operator.MULTIPLY;
            case "/=" -> Operator.DIVIDE;
            case "%=" -> Operator.REMAINDER;
            default -> null;
        };
    }

    private Expr assignment(Token start, Expr left) throws SelException {
        var sign = tokens.take();
        var operator = assignOperator(sign);
        boolean startsWithName = start.kind() == Token.Kind.NAME; // else in parentheses, or no name at all
        if (startsWithName && left instanceof Node.Name target)
            return new Node.Assign(target, operator, expression(), sign.at());
        if (startsWithName && left instanceof Node.Access(Node.Name target, var suffixes, _)
                && suffixes.length == 1 && suffixes[0] instanceof Node.Index(var index, _))
            return new Node.AssignElement(target, index, operator, expression(), sign.at());
        throw tokens.failure("found '" + sign.text() + "' after something that cannot be assigned to; "
                + "expected a name or one array element before it", sign.at());
    }

    private Expr conditional() throws SelException {
        var test = binary(unary(), 1);
        int at = tokens.at();
        if (!tokens.accept("?")) return test;
        var yes = expression();
        tokens.expect(":");
        return new Node.Conditional(test, yes, expression(), at);
    }

    /** Climbs precedences from the bottom: an operand without operators costs no frame per level. */
    private Expr binary(Expr first, int levelMin) throws SelException {
        var left = first;
        for (var operator = operator(); operator != null && operator.level() >= levelMin; operator = operator()) {
            int level = operator.level();
            int start = tokens.at();
            var terms = new ArrayList<Node.Term>(1);
            for (; operator != null && operator.level() == level; operator = operator()) {
                int at = tokens.take().at();
                terms.add(new Node.Term(operator, binary(unary(), level + 1), at));
            }
            left = new Node.Operation(left, terms.toArray(Node.Term[]::new), start);
        }
        return left;
    }

    private Operator operator() {
        var token = tokens.peek();
        return token.kind() == Token.Kind.SYMBOL ? Operator.binary(token.text()) : null;
    }

    private Expr unary() throws SelException {
        var token = tokens.peek();
        if (!token.is("-") && !token.is("+") && !token.is("!")) return primary();
        tokens.take();
        tokens.descend();
        var operand = unary();
        tokens.ascend();
        return new Node.Unary(token.text().charAt(0), operand, token.at());
    }

    private Expr primary() throws SelException {
        var base = base();
        var suffixes = new ArrayList<Suffix>(0);
        while (true) {
            int at = tokens.at();
            if (tokens.accept("[")) {
                suffixes.add(new Node.Index(expression(), at));
                tokens.expect("]");
            } else if (tokens.accept(".")) {
                suffixes.add(member());
            } else {
                return suffixes.isEmpty() ? base : new Node.Access(base, suffixes.toArray(Suffix[]::new), base.at());
            }
        }
    }

    private Suffix member() throws SelException {
        var name = tokens.expectName();
        if (!tokens.peek().is("(")) return new Node.Field(name.text(), name.at());
        var arguments = arguments();
        return new Node.Call(name.text(), arguments, name.text() + "/" + arguments.length, name.at());
    }

    private Expr[] arguments() throws SelException {
        tokens.expect("(");
        if (tokens.accept(")")) return NONE;
        var arguments = new ArrayList<Expr>();
        do {
            arguments.add(expression());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) throw tokens.unexpected("',' or ')'");
        return arguments.toArray(Expr[]::new);
    }

    private Expr base() throws SelException {
        var token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> name(tokens.take());
            case INTEGER -> new Node.Literal(integer(tokens.take()), token.at());
            case FLOAT -> new Node.Literal(Double.parseDouble(tokens.take().text()), token.at());
            case STRING -> new Node.Literal(tokens.take().text(), token.at());
            case SYMBOL, KEYWORD -> bracketedOrWord(token);
            case END -> throw tokens.unexpected("an expression");
        };
    }

    private Expr bracketedOrWord(Token token) throws SelException {
        switch (token.text()) {
            case "(" -> {
                tokens.take();
                var inner = expression();
                tokens.expect(")");
                return inner;
            }
            case "new" -> {
                return allocation();
            }
            case "true", "false", "null" -> {
                tokens.take();
                Object value = token.text().equals("null") ? Type.Single.NULL : (Object) token.text().equals("true");
                return new Node.Literal(value, token.at());
            }
            default -> throw tokens.unexpected("an expression");
        }
    }

    private Long integer(Token token) throws SelException {
        String digits = token.text();
        if (digits.endsWith("l") || digits.endsWith("L")) digits = digits.substring(0, digits.length() - 1);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            throw tokens.failure("found " + token.shown() + "; expected a decimal integer of 64 bits", token.at());
        }
    }

    private Expr allocation() throws SelException {
        int at = tokens.take().at();
        boolean primitive = Parser.isPrimitive(tokens.peek());
        var type = primitive ? tokens.take() : tokens.expectName();
        if (tokens.accept("[")) return newArray(Parser.typeName(type), at);
        if (primitive || !tokens.peek().is("(")) throw tokens.unexpected(primitive ? "'['" : "'(' or '['");
        return new Node.NewObject(type.text(), arguments(), at);
    }

    private Expr newArray(String elementType, int at) throws SelException {
        if (!tokens.accept("]")) {
            var size = expression();
            tokens.expect("]");
            return new Node.NewArray(elementType, size, at);
        }
        tokens.expect("{");
        var elements = new ArrayList<Expr>();
        if (tokens.peek().is(",") && tokens.peek(1).is("}")) tokens.take(); // the grammar lets a comma stand alone
        while (!tokens.accept("}")) {
            elements.add(expression());
            if (!tokens.peek().is("}")) tokens.expect(",");
        }
        return new Node.NewArrayOf(elementType, elements.toArray(Expr[]::new), at);
    }
}
