package maestro.server.tls;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import maestro.server.config.ServerConfig;

/**
 * The certificate that the server shows. Its files are looked at twice a minute, by content: a new pair is taken without a
 * restart, and one that cannot be used leaves the old one in place, with an ERROR in the log. Thread-safe.
 */
public final class ServerTls implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

    private final ServerConfig.Tls files;
    private final Duration look;
    private byte[] seen;
    private volatile Pair pair;
    private volatile Thread watch;

    private record Pair(Tls tls, X509Certificate certificate) {}

    private ServerTls(ServerConfig.Tls files, Duration look, byte[] seen, Pair pair) {
        this.files = files;
        this.look = look;
        this.seen = seen;
        this.pair = pair;
    }

    /** @throws IllegalStateException which names the file that cannot be used and says why */
    public static ServerTls open(ServerConfig.Tls files) {
        return open(files, LOOK);
    }

    static ServerTls open(ServerConfig.Tls files, Duration look) {
        return new ServerTls(files, look, content(files), read(files));
    }

    public Tls tls() {
        return pair.tls();
    }

    /** Until the certificate ends; negative when it has. */
    public double secondsLeft() {
        return (pair.certificate().getNotAfter().getTime() - System.currentTimeMillis()) / 1000.0;
    }

    /** Begins to watch the files. @param reload takes a new pair into use */
    public void watch(Consumer<Tls> reload) {
        watch = Thread.ofVirtual().name("certificate").start(() -> {
            try {
                while (true) {
                    Thread.sleep(look);
                    look(reload);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void look(Consumer<Tls> reload) {
        try {
            byte[] now = content(files);
            if (Arrays.equals(now, seen)) return;
            seen = now;
            Pair fresh = read(files);
            reload.accept(fresh.tls());
            pair = fresh;
            LOG.log(System.Logger.Level.INFO, "the certificate of " + files.cert() + " is in use, until "
                    + fresh.certificate().getNotAfter().toInstant());
        } catch (RuntimeException unusable) {
            LOG.log(System.Logger.Level.ERROR, "the new certificate is not used, the old one stays: " + unusable.getMessage());
        }
    }

    private static byte[] content(ServerConfig.Tls files) {
        byte[] cert = bytes(files.cert());
        byte[] key = bytes(files.key());
        byte[] both = Arrays.copyOf(cert, cert.length + key.length);
        System.arraycopy(key, 0, both, cert.length, key.length);
        return both;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Pair read(ServerConfig.Tls files) {
        try {
            var keys = Keys.builder()
                    .pem(pem -> pem.key(Resource.create(files.key())).certChain(Resource.create(files.cert())))
                    .build();
            var key = keys.privateKey().orElseThrow(() -> new IllegalStateException("there is no private key in it"));
            if (keys.certChain().isEmpty()) throw new IllegalStateException("there is no certificate in it");
            var tls = Tls.builder().privateKey(key).privateKeyCertChain(keys.certChain())
                    .enabledProtocols(PROTOCOLS).build();
            return new Pair(tls, keys.certChain().getFirst());
        } catch (RuntimeException wrong) {
            throw new IllegalStateException("server.tls.cert " + files.cert() + " and server.tls.key " + files.key()
                    + " must be PEM, the key unencrypted: " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public void close() {
        Thread watching = watch;
        if (watching != null) watching.interrupt();
    }
}
