package maestro.sel;

/** The syntax tree. {@code at} is a place in the source, to be told with errors. Arrays are never changed. */
sealed interface Node {

    sealed interface Expr extends Node {
        int at();
    }

    record Literal(Object value, int at) implements Expr {}

    /** @param slot index into the names of the expression: the scope is flat, so a name has one place */
    record Name(String name, int slot, int at) implements Expr {}

    record Unary(char operator, Expr operand, int at) implements Expr {}

    /** Operators of one precedence, applied from the left; kept flat so that long chains need no deep stack. */
    record Operation(Expr first, Term[] terms, int at) implements Expr {}

    record Term(Operator operator, Expr operand, int at) {}

    record Conditional(Expr test, Expr yes, Expr no, int at) implements Expr {}

    /** @param operator what is left of {@code =}; {@code ASSIGN}: nothing */
    record Assign(Name target, Operator operator, Expr value, int at) implements Expr {}

    record AssignElement(Name target, Expr index, Operator operator, Expr value, int at) implements Expr {}

    record Access(Expr base, Suffix[] suffixes, int at) implements Expr {}

    record NewArray(String elementType, Expr size, int at) implements Expr {}

    record NewArrayOf(String elementType, Expr[] elements, int at) implements Expr {}

    record NewObject(String className, Expr[] arguments, int at) implements Expr {}

    sealed interface Suffix extends Node {
        int at();
    }

    record Index(Expr index, int at) implements Suffix {}

    record Field(String name, int at) implements Suffix {}

    /** @param signature name, slash, number of arguments: what dispatch switches over */
    record Call(String name, Expr[] arguments, String signature, int at) implements Suffix {}

    sealed interface Stmt extends Node {}

    record Block(Stmt[] statements) implements Stmt {}

    record Evaluate(Expr expression) implements Stmt {}

    record Declare(String typeName, boolean array, Declarator[] declarators, int at) implements Stmt {}

    /** @param init null: none */
    record Declarator(Name name, Expr init) {}

    /** @param otherwise null: no else */
    record If(Expr test, Stmt then, Stmt otherwise) implements Stmt {}

    /** Both loops; {@code init}, {@code test} and {@code update} may be null. */
    record Loop(Stmt init, Expr test, Expr update, Stmt body, int at) implements Stmt {}

    record Break(int at) implements Stmt {}

    record Continue(int at) implements Stmt {}

    record Return(Expr value) implements Stmt {}

    record Throw(Expr value, int at) implements Stmt {}
}
