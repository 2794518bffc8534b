package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ExpressionCacheTest {
    private final ExpressionCache cache = new ExpressionCache(10);

    @Test
    void givesTheSameExpressionAgain() throws SelException {
        assertThat(cache.get("1 + 1")).isSameAs(cache.get("1 + 1"));
    }

    @Test
    void remembersParseErrorsAndThrowsThemAnew() {
        var first = catchThrowableOfType(SelException.class, () -> cache.get("1 +"));
        var second = catchThrowableOfType(SelException.class, () -> cache.get("1 +"));
        assertThat(second).isNotSameAs(first).hasMessage(first.getMessage());
        assertThat(second.column()).isEqualTo(first.column());
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void staysWithinItsBoundAndKeepsWhatIsUsed() throws SelException {
        var used = cache.get("'used'");
        for (int i = 0; i < 1_000; i++) {
            cache.get("1 + " + i);
            assertThat(cache.get("'used'")).isSameAs(used);
            assertThat(cache.size()).isLessThanOrEqualTo(11);
        }
    }

    @Test
    void doesNotKeepWhatIsTooLong() {
        catchThrowableOfType(SelException.class, () -> cache.get("x".repeat(100_000)));
        assertThat(cache.size()).isZero();
    }
}
