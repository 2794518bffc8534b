package maestro.model.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuthTest {
    private static Access with(Grant... grants) {
        return new Access(Principal.of("user:ann", ""), List.of(grants), false);
    }

    private static Grant of(Role role, String scope) {
        return new Grant("user:ann", role, Scope.of(scope));
    }

    @Test
    void aTokenIsReadBackAndEachTypingErrorIsSeen() {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var token = AccessToken.make(random);
            String text = token.reveal();
            assertThat(AccessToken.read(text)).isEqualTo(new AccessToken.Reading.Token(token));
            int at = 4 + random.nextInt(text.length() - 4);
            String typo = text.substring(0, at) + (text.charAt(at) == 'a' ? 'b' : 'a') + text.substring(at + 1);
            assertThat(AccessToken.read(typo)).isInstanceOf(AccessToken.Reading.Mistyped.class);
            assertThat(AccessToken.read(text.substring(0, at))).isInstanceOf(AccessToken.Reading.Mistyped.class);
            assertThat(token.fits(token.hash())).isTrue();
            assertThat(token.fits(AccessToken.make(random).hash())).isFalse();
            assertThat(token.toString()).doesNotContain(token.secret());
        }
        assertThat(AccessToken.read("amy")).isInstanceOf(AccessToken.Reading.Other.class);
    }

    @Test
    void aScopeReachesWhatBeginsWithItAndNothingElse() {
        var access = with(of(Role.EDITOR, "finance."));
        assertThat(access.may(Verb.WRITE, "finance.daily")).isTrue();
        for (String name : List.of("finance", "finance-x", "Finance.daily", "finance\u200b.daily", "", "sales.finance.x"))
            assertThat(access.may(Verb.READ, name)).as(name).isFalse();
        assertThat(access.may(Verb.TOKEN, "finance.daily")).isFalse();
        assertThat(access.maySomewhere(Verb.START)).isTrue();
    }

    @Test
    void scopesHoldNoneThatAnotherHolds() {
        var access = with(of(Role.VIEWER, "a."), of(Role.EDITOR, "a.b."), of(Role.VIEWER, "c"), of(Role.VIEWER, "a."));
        assertThat(access.scopes(Verb.READ)).containsExactly(new Scope("a."), new Scope("c"));
        assertThat(access.scopes(Verb.START)).containsExactly(new Scope("a.b."));
        assertThat(with(of(Role.ADMIN, "*"), of(Role.VIEWER, "c")).scopes(Verb.READ)).containsExactly(Scope.ALL);
    }

    @Test
    void aGrantIsCoveredWhenEachOfItsVerbsIs() {
        var access = with(of(Role.ADMIN, "a."), of(Role.VIEWER, "*"));
        assertThat(access.covers(of(Role.EDITOR, "a.b"))).isTrue();
        assertThat(access.covers(of(Role.VIEWER, "*"))).isTrue();
        assertThat(access.covers(of(Role.OPERATOR, "*"))).isFalse();
        assertThat(access.covers(of(Role.GATEWAY, "a."))).isFalse();
    }

    @Test
    void whatIsWrittenWrongIsRefusedWithWhatIsRight() {
        for (String text : List.of("ann", "user:", "user: ann", "group:x", "user:a\nb", "user:" + "x".repeat(129)))
            assertThatThrownBy(() -> Principal.of(text, "")).as(text).hasMessageContaining("user:NAME");
        for (String text : List.of("", "a b", "a/b", "a%", "ä", "x".repeat(257)))
            assertThatThrownBy(() -> Scope.of(text)).as(text).hasMessageContaining("scope");
        assertThat(new Grant(Grant.EVERYONE, Role.VIEWER, Scope.ALL).isFor(Principal.of("service:x", ""))).isTrue();
    }
}
