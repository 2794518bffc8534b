package maestro.sel;

import java.util.function.Consumer;
import maestro.sel.Node.Expr;
import maestro.sel.Node.Stmt;

/** Visits every statement, expression and suffix of a program, each before what is inside it, in source order. */
final class Walk {
    private final Consumer<Node> visitor;

    private Walk(Consumer<Node> visitor) {
        this.visitor = visitor;
    }

    static void over(Stmt program, Consumer<Node> visitor) {
        new Walk(visitor).statement(program);
    }

    static void over(Expr expression, Consumer<Node> visitor) {
        new Walk(visitor).expression(expression);
    }

    private void statement(Stmt statement) {
        if (statement == null) return;
        visitor.accept(statement);
        switch (statement) {
            case Node.Block(var statements) -> {
                for (var each : statements) statement(each);
            }
            case Node.Evaluate(var expression) -> expression(expression);
            case Node.Declare declare -> {
                for (var declarator : declare.declarators()) expression(declarator.init());
            }
            case Node.If(var test, var then, var otherwise) -> {
                expression(test);
                statement(then);
                statement(otherwise);
            }
            case Node.Loop(var init, var test, var update, var body, _) -> {
                statement(init);
                expression(test);
                expression(update);
                statement(body);
            }
            case Node.Return(var value) -> expression(value);
            case Node.Throw(var value, _) -> expression(value);
            case Node.Break _, Node.Continue _ -> { }
        }
    }

    private void expression(Expr expression) {
        if (expression == null) return;
        visitor.accept(expression);
        switch (expression) {
            case Node.Literal _, Node.Name _ -> { }
            case Node.Unary(_, var operand, _) -> expression(operand);
            case Node.Operation(var first, var terms, _) -> {
                expression(first);
                for (var term : terms) expression(term.operand());
            }
            case Node.Conditional(var test, var yes, var no, _) -> {
                expression(test);
                expression(yes);
                expression(no);
            }
            case Node.Assign(_, _, var value, _) -> expression(value);
            case Node.AssignElement(_, var index, _, var value, _) -> {
                expression(index);
                expression(value);
            }
            case Node.Access(var base, var suffixes, _) -> {
                expression(base);
                for (var suffix : suffixes) suffix(suffix);
            }
            case Node.NewArray(_, var size, _) -> expression(size);
            case Node.NewArrayOf(_, var elements, _) -> all(elements);
            case Node.NewObject(_, var arguments, _) -> all(arguments);
        }
    }

    private void suffix(Node.Suffix suffix) {
        visitor.accept(suffix);
        switch (suffix) {
            case Node.Index(var index, _) -> expression(index);
            case Node.Call call -> all(call.arguments());
            case Node.Field _ -> { }
        }
    }

    private void all(Expr[] expressions) {
        for (var each : expressions) expression(each);
    }
}
