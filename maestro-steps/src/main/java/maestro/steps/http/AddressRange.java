package maestro.steps.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses that share their first {@code bits} bits; never a mix of IPv4 and IPv6. */
record AddressRange(InetAddress base, int bits) {
    private static final Pattern QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** All that the registries of special-purpose addresses keep out of the public internet. */
    private static final List<AddressRange> SPECIAL_V4 = Stream.of(
                    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
                    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")
            .map(AddressRange::parse)
            .toList();

    private static final AddressRange GLOBAL_V6 = parse("2000::/3");

    /** Within the global range: documentation, and what carries an IPv4 address that could be any. */
    private static final List<AddressRange> SPECIAL_V6 =
            Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(AddressRange::parse).toList();

    private static final AddressRange BROADCAST = parse("255.255.255.255/32");

    AddressRange {
        if (bits < 0 || bits > 8 * base.getAddress().length) {
            throw new IllegalArgumentException("an address has no " + bits + " bits");
        }
    }

    /** @throws IllegalArgumentException when it is not written as {@code address/bits} */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var base = literal(text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("no address before the slash"));
        return new AddressRange(base, Integer.parseInt(text.substring(slash + 1)));
    }

    static AddressRange only(InetAddress address) {
        return new AddressRange(address, 8 * address.getAddress().length);
    }

    /** The address that a text spells, brackets allowed; empty for a name. Asks nobody. */
    static Optional<InetAddress> literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (!QUAD.matcher(bare).matches() && (bare.indexOf(':') < 0 || bare.indexOf('%') >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean holds(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((mine[bit / 8] ^ other[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether everybody on the internet could reach it. */
    static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? SPECIAL_V4.stream().noneMatch(range -> range.holds(address))
                : GLOBAL_V6.holds(address) && SPECIAL_V6.stream().noneMatch(range -> range.holds(address));
    }

    /** Whether it is one host's address at all. */
    static boolean isOneHost(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !BROADCAST.holds(address);
    }
}
