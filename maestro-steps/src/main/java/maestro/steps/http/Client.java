package maestro.steps.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
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
    private final Addresses addresses;
    private final Lookup<TlsSocketStrategy> tls;
    private final ScheduledThreadPoolExecutor alarms;

    Client(HttpConfig config, Addresses.Resolver resolver, SSLContext trust) {
        this.config = config;
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
        } catch (TooLarge e) {
            throw new Refusal(e.getMessage());
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
        var location = Optional.ofNullable(response.getFirstHeader("Location")).map(header -> header.getValue());
        var entity = response.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            boolean tooLarge = entity.getContentLength() > config.responseBytesMax();
            if (!tooLarge) {
                body = entity.getContent().readNBytes(config.responseBytesMax() + 1);
                tooLarge = body.length > config.responseBytesMax();
            }
            if (tooLarge) {
                request.abort(); // else the rest would be read to the end
                throw new TooLarge("The response (status " + response.getCode() + ") is longer than the "
                        + config.responseBytesMax() + " bytes that this server takes");
            }
        }
        return new Reply(response.getCode(), new String(body, UTF_8), location);
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }
}
