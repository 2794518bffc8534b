package maestro.steps.http;

import static maestro.steps.http.LoopbackServer.answering;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import maestro.runtime.step.StepResult.Done;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AllowListTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api.example.com  | api.example.com    | true
            API.Example.com  | api.example.COM    | true
            api.example.com  | example.com        | false
            example.com      | api.example.com    | false
            example.com      | example.com.       | false
            example.com      | notexample.com     | false
            127.0.0.1        | 127.0.0.1          | true
            127.0.0.1        | localhost          | false
            ::1              | [::1]              | true
            [::1]            | [0:0:0:0:0:0:0:1]  | true
            ::1              | [::2]              | false
            10.0.0.0/8       | 10.1.2.3           | false
            ::ffff:10.0.0.1  | 10.0.0.1           | true
            """)
    void aHostMustEqualAnEntry(String entry, String host, boolean listed) {
        boolean allowed;
        try {
            AllowList.of(List.of(entry)).require(AllowList.canonical(host));
            allowed = true;
        } catch (Refusal e) {
            assertThat(e.getMessage()).contains("steps.http.allow");
            allowed = false;
        }
        assertThat(allowed).isEqualTo(listed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api.test                   | 93.184.215.14        | true
            api.test                   | 2606:2800:21f::1     | true
            api.test                   | 127.0.0.1            | false
            api.test                   | 10.1.2.3             | false
            api.test                   | 172.31.255.255       | false
            api.test                   | 172.32.0.0           | true
            api.test                   | 192.168.0.1          | false
            api.test                   | 100.64.0.1           | false
            api.test                   | 169.254.169.254      | false
            api.test                   | 0.0.0.0              | false
            api.test                   | 224.0.0.1            | false
            api.test                   | ::1                  | false
            api.test                   | ::                   | false
            api.test                   | fe80::1              | false
            api.test                   | fd00::1              | false
            api.test                   | ::ffff:127.0.0.1     | false
            api.test                   | 64:ff9b::7f00:1      | false
            api.test                   | 2002:7f00:1::        | false
            api.test                   | 2001:0:1::           | false
            api.test,10.0.0.0/8        | 10.1.2.3             | true
            api.test,10.0.0.0/8        | 11.1.2.3             | true
            api.test,10.0.0.0/8        | 192.168.0.1          | false
            api.test,10.1.2.3          | 10.1.2.3             | true
            api.test,10.1.2.3          | 10.1.2.4             | false
            api.test,10.1.2.0/23       | 10.1.3.255           | true
            api.test,10.1.2.0/23       | 10.1.4.0             | false
            api.test,fd00::/8          | fd12::1              | true
            api.test,0.0.0.0/0         | 127.0.0.1            | true
            api.test,0.0.0.0/0         | 0.0.0.0              | false
            api.test,0.0.0.0/0         | 255.255.255.255      | false
            api.test,0.0.0.0/0         | ::1                  | false
            localhost                  | 127.0.0.1            | true
            localhost                  | ::1                  | true
            localhost                  | 10.0.0.1             | false
            """)
    void aListedNameLeadsInsideOnlyWhereTheListSaysSo(String entries, String address, boolean permitted) {
        var list = AllowList.of(List.of(entries.split(",")));
        assertThat(list.permits(entries.split(",")[0], InetAddress.ofLiteral(address))).isEqualTo(permitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://api.test", "api.test:80", "*.test", "*", "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "api.test/8",
        "10.0.0.256", "127.1", "2130706433", "0x7f.0x1", "a b", "fe80::1%eth0", "-a.test"
    })
    void anEntryThatIsNoHostIsRefused(String entry) {
        assertThatThrownBy(() -> AllowList.of(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyListAllowsNobodyAndNamesTheSetting() throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            var failed = (Failed) HttpStep.calling(server.url("/")).allow().run();
            assertThat(failed.failure()).isEqualTo(Failure.FATAL);
            assertThat(failed.message()).contains("'127.0.0.1'", "steps.http.allow", "is empty");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasCheckedUnderTheNameThatWasAsked() throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            String url = "http://Api.Test:" + server.port() + "/";
            var names = Map.of("api.test", "127.0.0.1");
            var refused = (Failed) HttpStep.calling(url).names(names).allow("api.test").run();
            assertThat(refused.failure()).isEqualTo(Failure.FATAL);
            assertThat(refused.message()).contains("'api.test' leads to 127.0.0.1", "steps.http.allow");
            assertThat(server.requests()).isEmpty();

            assertThat(HttpStep.calling(url).names(names).allow("api.test", "127.0.0.0/8").run())
                    .isInstanceOf(Done.class);
            assertThat(server.requests().getFirst().headers()).containsEntry("host", "Api.Test:" + server.port());
        }
    }

    @Test
    void ofSeveralAddressesOnlyThePermittedOnesAreTried() throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            var names = Map.of("api.test", "127.9.9.9,127.0.0.1");
            assertThat(HttpStep.calling("http://api.test:" + server.port() + "/")
                            .names(names)
                            .allow("api.test", "127.0.0.1")
                            .run())
                    .isInstanceOf(Done.class);
        }
    }
}
