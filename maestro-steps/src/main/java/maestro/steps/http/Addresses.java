package maestro.steps.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the addresses at which a host may be called. Thread-safe. */
final class Addresses {
    /** Asks the name service; blocks as long as that one likes. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final AllowList allow;
    private final Resolver resolver;
    private final Duration patience;

    // platform threads: the system's resolver can neither be interrupted nor leaves a carrier of virtual ones free
    private final ExecutorService lookups = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("http-lookup-", 0).factory());

    Addresses(AllowList allow, Resolver resolver, Duration patience) {
        this.allow = allow;
        this.resolver = resolver;
        this.patience = patience;
    }

    /**
     * At least one address, each checked; only these may be connected to.
     *
     * @throws Refusal when the host is not listed, or leads only where its entry does not allow it
     * @throws IOException when it has no address
     */
    List<InetAddress> of(String host) throws Refusal, IOException, InterruptedException {
        allow.require(host);
        var literal = AddressRange.literal(host);
        var all = literal.isPresent() ? List.of(literal.get()) : List.of(lookUp(host));
        var permitted = all.stream().filter(address -> allow.permits(host, address)).toList();
        if (permitted.isEmpty()) {
            throw new Refusal("The host '" + host + "' leads to " + all.getFirst().getHostAddress()
                    + ", an address inside of a network. Names may lead there only when " + AllowList.KEY
                    + " also lists the address or a range that holds it");
        }
        return permitted;
    }

    private InetAddress[] lookUp(String host) throws IOException, InterruptedException {
        Callable<InetAddress[]> question = () -> resolver.resolve(host);
        Future<InetAddress[]> answer = lookups.submit(question);
        try {
            var addresses = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (addresses.length == 0) {
                throw new UnknownHostException(host);
            }
            return Arrays.copyOf(addresses, addresses.length);
        } catch (ExecutionException e) {
            throw new IOException("the host '" + host + "' is unknown to the name service", e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer from the name service within " + patience);
        } finally {
            answer.cancel(true);
        }
    }
}
