package maestro.store;

import java.util.List;
import maestro.runtime.log.LogStore;
import maestro.runtime.store.AccessStore;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.HookCalls;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Leases;
import maestro.runtime.store.OutputData;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Removal;
import maestro.runtime.store.Store;
import maestro.runtime.store.WorkflowSources;

/**
 * An open database: the ports on their pools. Commits, reads, leases and logs have connections of their own, so that
 * none can starve another. Thread-safe. Close it last.
 */
public final class Database implements AutoCloseable {
    private final Pool commits;
    private final Pool reads;
    private final Pool background;
    private final Pool leases;
    private final int shards;
    private final Leases leaseTable;

    private Database(DatabaseConfig config, Schema.Prepared prepared) {
        shards = prepared.shards();
        commits = new Pool(
                "commit",
                config,
                new Pool.Limits(config.commitConnections(), 5, 20, 5_000),
                prepared.plansOnce() ? List.of(Schema.PLAN_ONCE) : List.of());
        reads = new Pool("read", config, new Pool.Limits(config.readConnections(), 5, 30, 5_000), List.of());
        background = new Pool("background", config, new Pool.Limits(2, 5, 30, 5_000), List.of());
        leases = new Pool(new KeptConnection("lease", config, new Pool.Limits(1, 2, 3, 3_000)));
        leaseTable = new PostgresLeases(leases, shards);
    }

    /**
     * Brings the schema up to date and opens the pools.
     *
     * @throws maestro.runtime.store.StoreUnavailable when the database cannot be reached now
     * @throws IllegalStateException when it is not one that this version can use
     */
    public static Database open(DatabaseConfig config) {
        return new Database(config, Schema.prepare(config));
    }

    public int shards() {
        return shards;
    }

    public Store store() {
        return new PostgresStore(commits, reads);
    }

    public Leases leases() {
        return leaseTable;
    }

    public Reads reads() {
        return reads(ListBounds.USUAL);
    }

    /** Reads whose lists of instances look less far, or farther. */
    public Reads reads(ListBounds bounds) {
        return new PostgresReads(reads, bounds);
    }

    public BriefReads briefReads() {
        return new PostgresBriefReads(reads, ListBounds.USUAL);
    }

    public LogStore logs() {
        return new LogTable(background);
    }

    public JobTemplates jobTemplates() {
        return new JobTemplateTable(reads);
    }

    public OutputData outputData() {
        return new OutputDataTable(reads);
    }

    public AccessStore access() {
        return new AccessTable(reads);
    }

    public WorkflowSources workflowSources() {
        return new WorkflowSourceTable(reads);
    }

    public HookCalls hookCalls() {
        return new HookTable(background);
    }

    public Removal removal() {
        return new PostgresRemoval(background);
    }

    @Override
    public void close() {
        commits.close();
        reads.close();
        background.close();
        leases.close();
    }
}
