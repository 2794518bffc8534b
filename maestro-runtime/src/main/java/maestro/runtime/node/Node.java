package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.ShardNumbers;
import maestro.model.definition.StepType;
import maestro.runtime.World;
import maestro.runtime.attempt.AttemptHost;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.engine.NotOwner;
import maestro.runtime.engine.Subscription;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.log.Logs;
import maestro.runtime.shard.Committer;
import maestro.runtime.shard.Sealed;
import maestro.runtime.shard.ShardLoop;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Removal;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/**
 * One server process at work: owns shards, runs their loops, performs their effects. Thread-safe.
 *
 * <p>Order of closing: no new leases, loops end when all they decided is durable, shards are released, attempts end.
 */
public final class Node implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Node.class.getName());
    private static final int LETTERS_A_READ = 500;
    private static final Duration TEMPLATE_LIFE = Duration.ofSeconds(60);

    /** The ports of a node. */
    public record Ports(Store store, Leases leases, Reads reads, Removal removal, Logs logs,
            JobTemplates jobTemplates, Neighbours neighbours) {
        /** Of a node that tells others nothing. */
        public Ports(
                Store store, Leases leases, Reads reads, Removal removal, Logs logs, JobTemplates jobTemplates) {
            this(store, leases, reads, removal, logs, jobTemplates, Neighbours.NONE);
        }
    }

    private final NodeConfig config;
    private final Ports ports;
    private final Committer committer;
    private final PlanCache plans;
    private final Pasts pasts;
    private final int shardCount;
    private final RuleConfig rules;
    private final TemplateCache templates;
    private final ChildPreparation children;
    private final Firings firings;
    private final Answers answers;
    private final Feed feed = new Feed();
    private final Holdings holdings;
    private final Heads heads = new Heads();
    private final PatientReads reading = new PatientReads(() -> this.open);
    private final Troubles troubles = new Troubles();
    private final Removals removals;
    private final ShardRecovery recovery;
    private final Adoptions adoptions;
    private final AttemptHost attempts;
    private final Performer performer;
    private final LeaseKeeper leaseKeeper;
    private final MailWatch mailWatch;
    private final EvaluationPool evaluations;
    private final Runnable replaced;
    private volatile boolean open = true;
    private volatile boolean settledOnce;

    /** @param replaced called when another process runs under this node's id; the process should end */
    public Node(NodeConfig config, Ports ports, Map<StepType, StepRuntime> runtimes, Runnable replaced) {
        this.config = config;
        this.ports = ports;
        this.replaced = replaced;
        this.committer = new Committer(ports.store());
        this.answers = new Answers(committer::trouble);
        this.plans = new PlanCache(ports.reads());
        this.pasts = new Pasts(ports.reads(), plans);
        this.shardCount = ports.leases().shards();
        this.templates = new TemplateCache(ports.jobTemplates(), TEMPLATE_LIFE);
        this.rules = config.rules().withShards(shardCount).withReads(templates, new StoredChildSteps(ports.reads()));
        this.children = new ChildPreparation(this::head, plans::plan, ports.reads(), rules, World.real().clock());
        this.firings = new Firings(
                this::head, plans::plan, ports.reads(), ports.store().signals(), rules, World.real().clock());
        this.removals = new Removals(ports.removal(), () -> open);
        this.recovery = new ShardRecovery(ports.store(), plans, rules, removals, troubles, heads::put);
        this.adoptions = new Adoptions(ports.store(), plans, reading, this::send);
        this.attempts = new AttemptHost(runtimes, ports.logs(), rules.cancelGrace(), new AttemptReports(this, answers));
        this.evaluations = new EvaluationPool(config.evaluationThreads(), rules.expressionTimeout());
        this.holdings = new Holdings(ports.leases(), config.id(), new ShardHost());
        this.performer = new Performer(this, answers, attempts, holdings, removals, troubles, pasts, reading, heads);
        this.leaseKeeper = new LeaseKeeper(ports.leases(), config, holdings);
        this.mailWatch = new MailWatch(ports.store(), holdings::shards, shards -> nudged(shards, false));
    }

    public void start() {
        leaseKeeper.start();
        mailWatch.start();
    }

    public Duration lease() {
        return config.lease();
    }

    NodeConfig config() {
        return config;
    }

    EvaluationPool evaluations() {
        return evaluations;
    }

    public RuleConfig rules() {
        return rules;
    }

    TemplateCache templates() {
        return templates;
    }

    PlanCache plans() {
        return plans;
    }

    /** All shards run somewhere as far as this node can tell, and it has looked at least once. */
    boolean settled() {
        return settledOnce;
    }

    /** Whether the database answered when it was last asked, at most a quarter of a lease ago. */
    boolean reachesStore() {
        return leaseKeeper.reached();
    }

    /** Why commits of this node's shards wait, when they have for a second or more. */
    Optional<String> commitTrouble() {
        return committer.trouble();
    }

    /** Waits until this node has looked at the leases and taken what is its own. */
    public boolean awaitSettled(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!settledOnce && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return settledOnce;
    }

    public int shardOf(String workflowId) {
        return ShardNumbers.of(workflowId, shardCount);
    }

    int shardCount() {
        return shardCount;
    }

    /** The shards that this node runs now. */
    public Set<Integer> running() {
        return holdings.shards();
    }

    /** What each of them is busy with, in the order of their numbers. */
    public List<ShardFigures> figures() {
        return holdings.figures();
    }

    /** All nodes and owners as this node saw them last, at most a quarter of a lease ago while the database answers. */
    public ClusterView cluster() {
        return leaseKeeper.view();
    }

    /**
     * The same, read now.
     *
     * @throws StoreUnavailable when the database is away
     */
    public ClusterView clusterNow() {
        return leaseKeeper.viewNow();
    }

    /** Another node has news: letters for these shards, or of the owners. */
    public void nudged(Collection<Integer> shards, boolean look) {
        shards.forEach(shard -> holdings.loop(shard).ifPresent(ShardLoop::nudge));
        if (look) {
            leaseKeeper.lookSoon();
        }
    }

    public TriggerFigures triggerFigures() {
        return firings.figures();
    }

    /** What went wrong inside this node. */
    public Troubles troubles() {
        return troubles;
    }

    public int attemptsRunning() {
        return attempts.running();
    }

    /** A workflow's row as of the last commit. */
    Optional<WorkflowRow> head(String workflowId) {
        var known = leaseKeeper.certain() ? heads.get(workflowId) : null;
        return known != null ? Optional.of(known) : ports.reads().workflow(workflowId);
    }

    /** @throws NotOwner when this node does not run the shard of a workflow, before anything is done for a call */
    void requireOwned(String workflowId) {
        loopOf(workflowId);
    }

    private ShardLoop loopOf(String workflowId) {
        int shard = shardOf(workflowId);
        return holdings.loop(shard).orElseThrow(() -> new NotOwner(shard));
    }

    /**
     * Brings a command to the shard of its workflow and waits until its outcome is durable.
     *
     * @throws NotOwner when that shard is not here
     */
    Answer ask(Command command) {
        return ask(command.workflowId(), ticket -> new Message.Ask(command, ticket));
    }

    /**
     * Brings a message about something else to its shard; as above.
     *
     * @param home text of its key
     * @param message with the ticket that names the answer
     */
    Answer ask(String home, LongFunction<Message> message) {
        var loop = loopOf(home);
        var ticket = answers.open(loop.shard());
        loop.offer(message.apply(ticket.number()));
        if (loop.done()) { // it may have told those who wait before this one joined them
            answers.gone(ticket.number(), loop.endedCleanly());
        }
        return answers.await(ticket, config.answerPatience());
    }

    Neighbours neighbours() {
        return ports.neighbours();
    }

    Subscription subscribe(String workflowId, long instanceId, long runId, Consumer<FeedEvent> listener) {
        return feed.subscribe(workflowId, instanceId, runId, listener);
    }

    Feed feed() {
        return feed;
    }

    void send(Message message) {
        holdings.loop(shardOf(message.home().text())).ifPresent(loop -> loop.offer(message));
    }

    private void tellOthersToLook() {
        cluster().peers(config.id()).forEach(ports.neighbours()::look);
    }

    private void gone(int shard, boolean undone) {
        answers.shardGone(shard, undone);
        heads.forget(shard);
        attempts.drop(runKey -> runKey >>> 48 == shard);
    }

    /** Whether it has begun to hand its shards over. */
    boolean leaving() {
        return !open;
    }

    /** Takes no more shards and gives those it has to the others; what it is asked from then on is theirs to answer. */
    public void handOver() {
        if (!open) {
            return;
        }
        try {
            leaseKeeper.drain();
        } catch (StoreUnavailable away) {
            LOG.log(Level.WARNING, "node={0} could not announce its end: {1}", config.id(), away.getMessage());
        }
        mailWatch.close();
        open = false;
        holdings.giveUpAll();
        holdings.awaitEcho(!cluster().peers(config.id()).isEmpty());
    }

    /** Hands its shards over, if that was not done yet, and ends. */
    @Override
    public void close() {
        handOver();
        leaseKeeper.close();
        evaluations.close();
        attempts.close();
        try {
            ports.leases().leave(config.id(), config.incarnation());
            tellOthersToLook();
        } catch (StoreUnavailable away) {
            LOG.log(Level.WARNING, "node={0} could not sign off: {1}", config.id(), away.getMessage());
        }
    }

    /** What shards need of this node as they come and go. */
    private final class ShardHost implements Holdings.Host {
        @Override
        public ShardLoop open(Leases.Shard shard) {
            return new ShardLoop(shard.shard(), World.real(), committer, new LoopSurroundings(shard));
        }

        @Override
        public void start(Holdings.Held held) {
            held.loop().start(() -> {
                var machine = recovery.recover(held.shard(), new LoopSurroundings(held.shard()), () -> open);
                adoptions.of(held.shard().shard());
                return machine;
            });
        }

        @Override
        public void released() {
            tellOthersToLook();
        }

        @Override
        public void replaced() {
            LOG.log(Level.ERROR, "node={0} another process runs under this node id; stopping", config.id());
            replaced.run();
        }

        @Override
        public void settled() {
            if (!settledOnce) {
                settledOnce = true;
                tellOthersToLook();
            }
        }
    }

    /** What one shard's loop needs of this node. */
    private final class LoopSurroundings extends ShardReads implements ShardLoop.Surroundings {
        private final Leases.Shard shard;

        LoopSurroundings(Leases.Shard shard) {
            super(ports.store(), children, firings, evaluations, reading,
                    message -> holdings.loop(shard).ifPresent(loop -> loop.offer(message)));
            this.shard = shard;
        }

        @Override
        public void readInbox() {
            reading.startUntilDone("shard=" + shard.shard() + " reading the inbox", () -> {
                var letters = ports.store().inbox(shard.shard(), LETTERS_A_READ);
                holdings.loop(shard).ifPresent(loop -> loop.mail(letters, letters.size() == LETTERS_A_READ));
            });
        }

        @Override
        public void release(Sealed sealed) {
            performer.perform(sealed);
            feed.publish(sealed);
        }

        @Override
        public void ended(ShardLoop loop, Throwable error) {
            // First: once the shard may be taken again, its next attempts must not be dropped.
            gone(shard.shard(), loop.endedCleanly());
            if (error != null) {
                holdings.failed(shard, error, troubles, leaseKeeper::lookSoon);
            }
            holdings.ended(loop);
            if (open) {
                leaseKeeper.lookSoon();
            }
        }

        @Override
        public void refused(List<Long> tickets, String why) {
            performer.refuse(tickets, why);
        }
    }
}
