package maestro.sel;

import java.util.List;
import maestro.sel.SelException.Kind;

/** Where the parser stands in the tokens, and how deep. */
final class Tokens {
    /** Deep enough for any honest text; shallow enough for the stack of any thread (sel.md §9 wants 200 to 1500). */
    private static final int DEPTH_MAX = 400;

    private final Source source;
    private final List<Token> tokens;
    private int next;
    private int depth;

    Tokens(Source source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    Token take() {
        return tokens.get(next++);
    }

    int at() {
        return peek().at();
    }

    boolean accept(String symbolOrKeyword) {
        if (!peek().is(symbolOrKeyword)) return false;
        next++;
        return true;
    }

    void expect(String symbolOrKeyword) throws SelException {
        if (!accept(symbolOrKeyword)) throw unexpected("'" + symbolOrKeyword + "'");
    }

    Token expectName() throws SelException {
        if (peek().kind() != Token.Kind.NAME) throw unexpected("a name");
        return take();
    }

    void descend() throws SelException {
        if (++depth > DEPTH_MAX)
            throw source.failure(Kind.LIMIT, "nested more than " + DEPTH_MAX + " levels deep", at());
    }

    void ascend() {
        depth--;
    }

    SelException unexpected(String expected) {
        return failure("found " + peek().shown() + "; expected " + expected, at());
    }

    SelException failure(String message, int at) {
        return source.failure(Kind.PARSE, message, at);
    }
}
