package maestro.sel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import maestro.sel.Node.Declarator;
import maestro.sel.Node.Expr;
import maestro.sel.Node.Stmt;

/** Recursive descent over the statements of sel.md §4; {@link ExpressionParser} does the rest. No backtracking. */
final class Parser {
    static final Set<String> PRIMITIVES = Set.of("boolean", "int", "long", "float", "double");

    /** @param names by slot */
    record Tree(Node.Block program, List<String> names) {}

    private final Tokens tokens;
    private final ExpressionParser expressions;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static Tree parse(Source source) throws SelException {
        var parser = new Parser(new Tokens(source, Lexer.tokens(source)));
        return new Tree(parser.program(), parser.expressions.names());
    }

    private Node.Block program() throws SelException {
        while (tokens.peek().is("import")) skipImport();
        var statements = new ArrayList<Stmt>();
        while (tokens.peek().kind() != Token.Kind.END) statements.add(blockStatement());
        return new Node.Block(statements.toArray(Stmt[]::new));
    }

    private void skipImport() throws SelException {
        tokens.expect("import");
        tokens.accept("static");
        tokens.expectName();
        while (tokens.accept(".")) {
            if (tokens.accept("*")) break;
            tokens.expectName();
        }
        tokens.expect(";");
    }

    private Stmt blockStatement() throws SelException {
        if (!atDeclaration()) return statement();
        var declaration = declaration();
        tokens.expect(";");
        return declaration;
    }

    private boolean atDeclaration() {
        if (isPrimitive(tokens.peek())) return true;
        if (tokens.peek().kind() != Token.Kind.NAME) return false;
        int name = tokens.peek(1).is("[") && tokens.peek(2).is("]") ? 3 : 1;
        return tokens.peek(name).kind() == Token.Kind.NAME;
    }

    static boolean isPrimitive(Token token) {
        return token.kind() == Token.Kind.KEYWORD && PRIMITIVES.contains(token.text());
    }

    private Node.Declare declaration() throws SelException {
        var type = tokens.take();
        boolean array = tokens.accept("[");
        if (array) tokens.expect("]");
        var declarators = new ArrayList<Declarator>();
        do {
            var name = tokens.expectName();
            Expr init = tokens.accept("=") ? expressions.expression() : null;
            declarators.add(new Declarator(expressions.name(name), init));
        } while (tokens.accept(","));
        return new Node.Declare(typeName(type), array, declarators.toArray(Declarator[]::new), type.at());
    }

    /** The class that a primitive is a synonym of, else the name itself. */
    static String typeName(Token type) {
        return switch (type.text()) {
            case "int", "long" -> "Long";
            case "float", "double" -> "Double";
            case "boolean" -> "Boolean";
            default -> type.text();
        };
    }

    private Stmt statement() throws SelException {
        tokens.descend();
        var token = tokens.peek();
        Stmt statement = switch (token.kind() == Token.Kind.STRING ? "" : token.text()) {
            case "{" -> block();
            case "if" -> conditional();
            case "while" -> whileLoop();
            case "for" -> forLoop();
            case "break" -> ended(new Node.Break(tokens.take().at()));
            case "continue" -> ended(new Node.Continue(tokens.take().at()));
            case "return" -> {
                tokens.take();
                yield ended(new Node.Return(expressions.expression()));
            }
            case "throw" -> {
                tokens.take();
                yield ended(new Node.Throw(expressions.expression(), token.at()));
            }
            default -> ended(new Node.Evaluate(expressions.expression()));
        };
        tokens.ascend();
        return statement;
    }

    private Stmt ended(Stmt statement) throws SelException {
        tokens.expect(";");
        return statement;
    }

    private Node.Block block() throws SelException {
        tokens.expect("{");
        var statements = new ArrayList<Stmt>();
        while (!tokens.accept("}")) {
            if (tokens.peek().kind() == Token.Kind.END) throw tokens.unexpected("a statement or '}'");
            statements.add(blockStatement());
        }
        return new Node.Block(statements.toArray(Stmt[]::new));
    }

    private Expr test() throws SelException {
        tokens.expect("(");
        var test = expressions.expression();
        tokens.expect(")");
        return test;
    }

    private Stmt conditional() throws SelException {
        tokens.expect("if");
        var test = test();
        var then = statement();
        return new Node.If(test, then, tokens.accept("else") ? statement() : null);
    }

    private Stmt whileLoop() throws SelException {
        int at = tokens.take().at();
        return new Node.Loop(null, test(), null, statement(), at);
    }

    private Stmt forLoop() throws SelException {
        int at = tokens.take().at();
        tokens.expect("(");
        Stmt init = null;
        if (!tokens.peek().is(";")) init = atDeclaration() ? declaration() : new Node.Evaluate(expressions.simple());
        tokens.expect(";");
        Expr test = tokens.peek().is(";") ? null : expressions.expression();
        tokens.expect(";");
        Expr update = tokens.peek().is(")") ? null : expressions.simple();
        tokens.expect(")");
        return new Node.Loop(init, test, update, statement(), at);
    }
}
