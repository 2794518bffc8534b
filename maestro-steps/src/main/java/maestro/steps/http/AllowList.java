package maestro.steps.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom http steps may call: {@code steps.http.allow}. Immutable; an empty one allows nobody.
 *
 * <p>An entry is a host name, an IP address, or a range of addresses such as {@code 10.0.0.0/8}. A URL's host must
 * equal a name or an address of the list; case and port do not matter, and there are no wildcards. A listed name may
 * lead to public addresses, and to inner ones (loopback, private, link-local, …) only when an address or a range of the
 * list holds them: whoever controls a name must not be able to point it at this network. {@code localhost} by itself
 * may lead to loopback addresses. A range does not list the hosts in it, it only says where names may lead.
 */
public final class AllowList {
    static final String KEY = "steps.http.allow";
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    private final Set<String> hosts;
    private final List<AddressRange> ranges;

    private AllowList(Set<String> hosts, List<AddressRange> ranges) {
        this.hosts = Set.copyOf(hosts);
        this.ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException for an entry of another form, with a sentence that follows the key's name */
    public static AllowList of(Collection<String> entries) {
        var hosts = new HashSet<String>();
        var ranges = new ArrayList<AddressRange>();
        for (String entry : entries) {
            String host = canonical(entry.strip());
            var address = AddressRange.literal(host);
            if (host.indexOf('/') > 0 && AddressRange.literal(host.substring(0, host.indexOf('/'))).isPresent()) {
                ranges.add(range(entry));
            } else if (address.isPresent()) {
                hosts.add(host);
                ranges.add(AddressRange.only(address.get()));
            } else if (NAME.matcher(host).matches() && !NUMERIC_END.matcher(host).matches()) {
                hosts.add(host);
            } else {
                throw new IllegalArgumentException("must list host names, addresses and ranges such as 10.0.0.0/8,"
                        + " without scheme, port or wildcard; '" + entry + "' is none");
            }
        }
        return new AllowList(hosts, ranges);
    }

    private static AddressRange range(String entry) {
        try {
            return AddressRange.parse(entry.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the range '" + entry + "' with a wrong number of bits", e);
        }
    }

    /** The one spelling of a host: names in lower case, addresses as Java writes them, without brackets. */
    static String canonical(String host) {
        return AddressRange.literal(host)
                .map(InetAddress::getHostAddress)
                .orElseGet(() -> host.toLowerCase(Locale.ROOT));
    }

    /** @param host as {@link #canonical} spells it */
    void require(String host) throws Refusal {
        if (hosts.isEmpty()) {
            throw new Refusal("Http steps may not call '" + host + "': this server's setting " + KEY
                    + " is empty, which allows no host. Its operator can add the host there");
        }
        if (!hosts.contains(host)) {
            throw new Refusal("Http steps may not call '" + host + "': it is not in the server's setting " + KEY
                    + ". Its operator can add it there");
        }
    }

    /** Whether a listed host may be called at an address. */
    boolean permits(String host, InetAddress address) {
        if (!AddressRange.isOneHost(address)) {
            return false;
        }
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        return AddressRange.isPublic(address)
                || local && address.isLoopbackAddress()
                || ranges.stream().anyMatch(range -> range.holds(address));
    }
}
