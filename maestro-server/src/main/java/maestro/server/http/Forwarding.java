package maestro.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.engine.NotOwner;
import maestro.runtime.store.Leases;
import maestro.runtime.store.StoreUnavailable;
import maestro.server.cluster.ClusterAccess;
import maestro.server.cluster.Peers;
import maestro.server.cluster.Peers.Outcome;

/**
 * Brings a call to the node that runs the shard of what it changes. A call is passed on once: the node that it was passed
 * to does it or says that it is not the owner, and the first one looks again who is (fault 17). Thread-safe.
 */
final class Forwarding {
    /** For a server that is alone: what is not here is nowhere. */
    static final Forwarding NONE = new Forwarding(Optional.empty());

    /** How long a shard may be between two owners before its callers are sent away. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 20;
    /** Longer than any call takes: an evaluation, and the wait for its outcome to be durable. */
    private static final Duration CALL = Duration.ofSeconds(180);
    private static final Set<String> NOT_PASSED_BACK =
            Set.of("connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding");
    private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());

    private final Optional<ClusterAccess> cluster;

    private Forwarding(Optional<ClusterAccess> cluster) {
        this.cluster = cluster;
    }

    static Forwarding between(ClusterAccess cluster) {
        return new Forwarding(Optional.of(cluster));
    }

    /** Does a call here, or has it done where it belongs. */
    Answer handle(Route.Handler handler, Call call) {
        try {
            if (cluster.isEmpty()) return handler.handle(call);
            boolean passedOn = passedOn(call, cluster.get().peers());
            return passedOn ? hereOrNotAtAll(handler, call) : hereOrThere(handler, call, cluster.get());
        } catch (NotOwner elsewhere) {
            throw noOwner(elsewhere.shard(), "no node runs it");
        }
    }

    /** Whether another node has passed the call on. @throws MaestroException when it only says so */
    private static boolean passedOn(Call call, Peers peers) {
        var sender = call.header(Peers.NODE);
        if (sender.isEmpty()) return false;
        var caller = call.header(Peers.CALLER);
        var signer = peers.signer(sender.get(), call.method(), call.target(), caller.orElse(""), call.body());
        call.passedOnBy(signer.orElseThrow(Forwarding::wrongSignature), caller.map(Peers::caller));
        return true;
    }

    private static MaestroException wrongSignature() {
        return new MaestroException(Code.FORBIDDEN,
                "The signature of the node is not valid; all nodes need the same cluster.secret, and clocks that differ"
                        + " by minutes at most");
    }

    private static Answer hereOrNotAtAll(Route.Handler handler, Call call) {
        try {
            return handler.handle(call);
        } catch (NotOwner elsewhere) {
            var refusal = ErrorBody.of(noOwner(elsewhere.shard(), "it has left this node"), call.pathText());
            var headers = new HashMap<>(refusal.headers());
            headers.put(Peers.NOT_OWNER, "" + elsewhere.shard());
            return new Answer.Whole(refusal.status(), refusal.type(), refusal.body(), headers);
        }
    }

    private static Answer hereOrThere(Route.Handler handler, Call call, ClusterAccess cluster) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean known = true;
        while (true) {
            try {
                return handler.handle(call);
            } catch (NotOwner elsewhere) {
                var owner = owner(cluster, elsewhere.shard(), known);
                String why = "it has no owner at the moment";
                if (owner.isPresent()) {
                    var outcome = there(call, cluster, elsewhere.shard(), owner.get());
                    if (outcome instanceof Outcome.Answered answered) return answer(answered);
                    why = why(outcome);
                }
                if (System.nanoTime() > until) throw noOwner(elsewhere.shard(), why);
                known = false;
                pause();
            }
        }
    }

    /** @param known whether what this node saw last will do */
    private static Optional<Leases.Member> owner(ClusterAccess cluster, int shard, boolean known) {
        var view = known ? cluster.node().cluster() : cluster.node().clusterNow();
        return view.owner(shard)
                .filter(node -> node.alive() && !node.member().address().isEmpty())
                .filter(node -> !node.id().equals(cluster.peers().me()))
                .map(Leases.Node::member);
    }

    private static Outcome there(Call call, ClusterAccess cluster, int shard, Leases.Member owner) {
        try {
            var outcome = cluster.peers().call(owner, call.passedOn(), CALL, () -> stays(cluster, shard, owner));
            cluster.metrics().count("maestro_forwarded_total", "Calls passed on to the node that runs the shard.",
                    "outcome", outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
            return outcome;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("this node stops");
        }
    }

    private static boolean stays(ClusterAccess cluster, int shard, Leases.Member owner) {
        try {
            return owner(cluster, shard, true).filter(owner::equals).isPresent();
        } catch (StoreUnavailable away) {
            return true;
        }
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Undone(var why) -> why;
            case Outcome.Unknown(var why) -> {
                LOG.log(System.Logger.Level.WARNING, "a call passed on got no answer: {0}", why);
                throw new MaestroException(Code.SERVICE_UNAVAILABLE,
                        "The node that runs the workflow did not answer, so it is not known whether the call was carried"
                                + " out; try again with the same request id");
            }
            case Outcome.Answered _ -> "";
        };
    }

    private static Answer answer(Outcome.Answered answered) {
        Map<String, String> headers = new HashMap<>(answered.headers());
        String type = headers.getOrDefault("content-type", Route.JSON);
        headers.keySet().removeIf(NOT_PASSED_BACK::contains);
        return new Answer.Whole(answered.status(), type, answered.body(), headers);
    }

    private static MaestroException noOwner(int shard, String why) {
        return new MaestroException(Code.SERVICE_UNAVAILABLE,
                "The workflow's shard [" + shard + "] cannot be reached: " + why
                        + ". Nothing was done; try again in some seconds");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new MaestroException(Code.SERVICE_UNAVAILABLE, "The server is stopping");
        }
    }
}
