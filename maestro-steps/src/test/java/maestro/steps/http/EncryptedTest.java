package maestro.steps.http;

import static maestro.steps.http.HttpRuntimeTest.end;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS: the connection goes to the checked address, the certificate must be the name's. */
@Timeout(60)
class EncryptedTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path dir;

    private static SSLContext ofTheServer;

    @BeforeAll
    static void certificateForOneName() throws Exception {
        Path file = dir.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                        "a", "-keyalg", "EC", "-dname", "CN=a.test", "-ext", "san=dns:a.test", "-storetype", "PKCS12",
                        "-keystore", file.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("a", keys.getCertificate("a"));
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        ofTheServer = SSLContext.getInstance("TLS");
        ofTheServer.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static LoopbackServer server() {
        return LoopbackServer.over(ofTheServer.getServerSocketFactory(), _ -> response(200, "private"));
    }

    private static HttpStep calling(String name, LoopbackServer server) {
        return HttpStep.calling("https://" + name + ":" + server.port() + "/")
                .names(Map.of("a.test", "127.0.0.1", "b.test", "127.0.0.1"))
                .allow("a.test", "b.test", "127.0.0.1");
    }

    @Test
    void aTrustedCertificateOfTheNameIsTaken() throws Exception {
        try (var server = server()) {
            assertThat(end(calling("a.test", server).trusting(ofTheServer).run())).isEqualTo("DONE");
            assertThat(server.requests().getFirst().headers()).containsEntry("host", "a.test:" + server.port());
        }
    }

    @Test
    void aCertificateOfAnotherNameOrOfNobodyKnownIsNot() throws Exception {
        try (var server = server()) {
            assertThat(end(calling("b.test", server).trusting(ofTheServer).run())).isEqualTo("PLATFORM");
            assertThat(end(calling("a.test", server).run())).isEqualTo("PLATFORM");
            assertThat(server.requests()).isEmpty();
        }
    }
}
