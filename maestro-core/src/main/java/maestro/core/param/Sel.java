package maestro.core.param;

import java.util.List;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.sel.Budget;
import maestro.sel.Expression;
import maestro.sel.ExpressionCache;
import maestro.sel.SelException;
import maestro.sel.SelException.Kind;

/** Runs expressions; what goes wrong becomes an error that names the param and quotes the text (parameters.md §17). */
final class Sel {
    /** Shared by all: expressions repeat from run to run, and parsing costs more than evaluating. */
    private static final ExpressionCache PARSED = new ExpressionCache(8192);

    private Sel() {}

    static Expression parsed(String text, String label) {
        try {
            return PARSED.get(text);
        } catch (SelException wrong) {
            throw invalid(text, label, wrong);
        }
    }

    /** @throws BudgetExceeded over a provisional budget */
    static Object evaluate(String text, String label, SelScope scope, Budget budget) {
        var parsed = parsed(text, label);
        try {
            return parsed.evaluate(scope, budget);
        } catch (SelException wrong) {
            scope.rethrowForeign();
            if (budget.provisional() && moreMayHelp(wrong.kind(), budget)) throw new BudgetExceeded(label);
            throw invalid(text, label, wrong);
        }
    }

    private static boolean moreMayHelp(Kind kind, Budget budget) {
        return kind == Kind.TIMEOUT || kind == Kind.LIMIT && budget.visitsMax() < Budget.defaults().visitsMax();
    }

    private static MaestroException invalid(String text, String label, SelException wrong) {
        var where = wrong.line() > 0 ? " (line " + wrong.line() + ", column " + wrong.column() + ")" : "";
        var message = "Expression [" + text + "] of " + label + " failed: " + wrong.getMessage() + where;
        return wrong.kind() == Kind.TIMEOUT
                ? new MaestroException(Code.INTERNAL_ERROR, message, List.of(), wrong)
                : new MaestroException(Code.BAD_REQUEST, message, List.of(), wrong);
    }
}
