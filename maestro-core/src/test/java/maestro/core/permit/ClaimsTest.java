package maestro.core.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an attempt holds while it asks several tags, and where it waits. */
class ClaimsTest {
    private static final List<String> ORDER = List.of("a", "b", "c");

    @Test
    void whoHasToWaitHoldsNothing_andAsksTheOthersAgainAfterThat() {
        var atC = Claims.of(ORDER).oneMore().oneMore();
        assertThat(atC.held()).containsExactly("a", "b");
        assertThat(atC.next()).isEqualTo("c");
        var waiting = atC.bounced();
        assertThat(waiting.held()).isEmpty();
        assertThat(waiting.asked()).containsExactly("c");
        assertThat(waiting.oneMore().next()).isEqualTo("a");
        assertThat(waiting.oneMore().oneMore().oneMore().complete()).isTrue();
    }

    @Test
    void afterThreeRoundsItKeepsWhatItHas() {
        var first = Claims.of(ORDER).oneMore();
        assertThat(first.patient()).isTrue();
        var second = first.bounced().oneMore();
        assertThat(second.patient()).isTrue();
        var third = second.bounced().oneMore();
        assertThat(third.patient()).isFalse();
        assertThat(third.insists()).isFalse();
        var insisting = Claims.insisting(ORDER);
        assertThat(insisting.insists()).isTrue();
        assertThat(insisting.oneMore().insists()).isTrue();
    }

    @Test
    void itIsReadAsItWasWritten() {
        for (var claims : List.of(Claims.NONE, Claims.of(ORDER).oneMore(), Claims.of(ORDER).oneMore().bounced(),
                Claims.insisting(ORDER))) assertThat(Claims.fromJson(claims.toJson())).isEqualTo(claims);
    }
}
