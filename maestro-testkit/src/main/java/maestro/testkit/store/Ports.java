package maestro.testkit.store;

import maestro.runtime.log.LogStore;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.HookCalls;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Leases;
import maestro.runtime.store.OutputData;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Removal;
import maestro.runtime.store.Store;
import maestro.runtime.store.WorkflowSources;

/** The ports of one database. */
public record Ports(
        Store store,
        Leases leases,
        Reads reads,
        BriefReads briefReads,
        LogStore logs,
        Removal removal,
        JobTemplates jobTemplates,
        OutputData outputData,
        WorkflowSources sources,
        HookCalls hooks) {}
