package maestro.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/** Where others reach a server, as far as it can tell itself. */
final class OwnAddress {
    private OwnAddress() {}

    /** @param listening where it listens; for any address one that this machine has, outer ones first */
    static String of(URI listening) {
        try {
            String host = listening.getHost();
            var bound = InetAddress.getByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
            if (!bound.isAnyLocalAddress()) return listening.toString();
            return listening.getScheme() + "://" + text(outer()) + ":" + listening.getPort();
        } catch (UnknownHostException | SocketException unknown) {
            return listening.toString();
        }
    }

    private static InetAddress outer() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                .sorted(java.util.Comparator.comparing(InetAddress::isLoopbackAddress)
                        .thenComparing(address -> address.getAddress().length))
                .findFirst()
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    private static String text(InetAddress address) {
        String text = new InetSocketAddress(address, 0).getAddress().getHostAddress().replaceFirst("%.*", "");
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
