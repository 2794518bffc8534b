package maestro.steps.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes one request on a connection of its own. Thread-safe. A virtual thread may be interrupted at any time: it closes
 * the socket and the call ends at once.
 */
final class Client {
    private static final int HEADERS_MAX = 200;
    private static final int HEADER_CHARS_MAX = 16 * 1024;

    private final HttpConfig config;
    private final InstantSource clock;
    private final Addresses addresses;
    private final Lookup<TlsSocketStrategy> tls;
    private final ScheduledThreadPoolExecutor alarms;

    Client(HttpConfig config, InstantSource clock, Addresses.Resolver resolver, SSLContext trust) {
        this.config = config;
        this.clock = clock;
        addresses = new Addresses(config.allow(), resolver, config.connectTimeout());
        tls = RegistryBuilder.<TlsSocketStrategy>create()
                .register(URIScheme.HTTPS.id, new DefaultClientTlsStrategy(trust))
                .build();
        alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-alarm-", 0).factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** Redirects are not followed here, so that each hop comes through the same checks. */
    Reply send(Call call) throws Refusal, IOException, InterruptedException {
        var target = call.target();
        var checked = addresses.of(target.host());
        var request = new HttpUriRequestBase(call.method(), target.uri());
        request.setConfig(requestConfig());
        call.headers().forEach(request::setHeader);
        request.setHeader("Connection", "close");
        if (!call.body().isEmpty()) {
            request.setEntity(new ByteArrayEntity(call.body().getBytes(UTF_8), null));
        }
        var late = new AtomicBoolean();
        var patience = config.connectTimeout().plus(config.sendTimeout());
        // the socket's own timeout would never end a server that sends a byte now and then
        var alarm = alarms.schedule(
                () -> {
                    late.set(true);
                    request.abort();
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try (var client = connectingTo(checked)) {
            var host = new HttpHost(target.scheme(), target.host(), target.port());
            return client.execute(host, request, response -> {
                alarm.cancel(false);
                return reply(response, request);
            });
        } catch (ResponseBody.Unreadable e) {
            throw new Refusal(e.getMessage(), e.status());
        } catch (IOException e) {
            if (late.get()) {
                throw new SocketTimeoutException("no response within " + patience);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private RequestConfig requestConfig() {
        return RequestConfig.custom()
                .setResponseTimeout(Timeout.of(config.sendTimeout()))
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    /** The name goes into the Host header and the check of the certificate, the connection to what was checked. */
    private CloseableHttpClient connectingTo(List<InetAddress> checked) {
        var resolver = new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return checked.toArray(InetAddress[]::new);
            }
        };
        var connections = BasicHttpClientConnectionManager.create(
                null,
                resolver,
                tls,
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(HEADERS_MAX)
                                .setMaxLineLength(HEADER_CHARS_MAX)
                                .build())
                        .build());
        var each = Timeout.of(config.connectTimeout().dividedBy(checked.size()));
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(each)
                .setSocketTimeout(Timeout.of(config.sendTimeout()))
                .build());
        connections.setTlsConfig(TlsConfig.custom()
                .setHandshakeTimeout(Timeout.of(config.connectTimeout()))
                .build());
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("Maestro")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private Reply reply(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
        String body;
        try {
            body = ResponseBody.read(response, config.responseBytesMax());
        } catch (IOException e) {
            request.abort(); // else the rest would be read to the end
            throw e;
        }
        return new Reply(
                response.getCode(),
                body,
                header(response, "Location").map(Client::ascii),
                header(response, "Retry-After").flatMap(text -> RetryAfter.read(text, clock.instant())));
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(header -> header.getValue());
    }

    /** Bytes beyond ASCII, which come as one character each, the way that a URL has them. */
    private static String ascii(String url) {
        var text = new StringBuilder(url.length());
        for (byte b : url.getBytes(ISO_8859_1)) {
            if (b < 0) {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }
}
