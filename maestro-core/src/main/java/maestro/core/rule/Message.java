package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.mail.Key;
import maestro.core.permit.ClaimRow;
import maestro.core.restart.Past;
import maestro.core.row.MessageRow;
import maestro.core.row.WorkflowRow;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.StoredSignal;
import maestro.core.trigger.Ticks;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.param.Param;
import maestro.model.permit.TagPermit;
import maestro.model.signal.SignalRequest;

/** What reaches a shard from outside. Late, early and double ones are harmless: each names what it is about. */
public sealed interface Message {
    /** What must be in memory before this can be decided. */
    Key home();

    /** About a workflow. */
    sealed interface OfWorkflow extends Message {
        String workflowId();

        @Override
        default Key home() {
            return new Key.Workflow(workflowId());
        }
    }

    /** @param ticket names the answer */
    record Ask(Command command, long ticket) implements OfWorkflow {
        @Override
        public String workflowId() {
            return command.workflowId();
        }
    }

    record Reported(String workflowId, long runKey, int ordinal, String attemptKey, Report report) implements OfWorkflow {}

    record Noted(String workflowId, long runKey, int ordinal, String attemptKey, String text) implements OfWorkflow {}

    /** @param ticket names the answer that tells that it is durable */
    record Checkpointed(String workflowId, long runKey, int ordinal, String attemptKey, String checkpoint, long ticket)
            implements OfWorkflow {}

    /** A timer went off; the state knows what is due. {@code ordinal} -1: the run itself. */
    record Look(String workflowId, long runKey, int ordinal) implements OfWorkflow {
        /** The ordinal that means the run itself. */
        public static final int THE_RUN = -1;
    }

    /** An evaluation that was too long to do within a turn. */
    record Computed(Effect.Asker asker, Result result) implements OfWorkflow {
        @Override
        public String workflowId() {
            return asker.ownerId();
        }
    }

    /**
     * Outcome of a step's outgoing conditions.
     *
     * @param params of the step as they are now known; those of a step that ended before they were evaluated are the ones
     *     that the conditions needed
     */
    record Decided(boolean[] results, Map<String, Param> params) {}

    /** What an iteration did in earlier runs, as was asked for; empty: it has no run. */
    record Recalled(Effect.Recall asked, Optional<Past> past) implements OfWorkflow {
        @Override
        public String workflowId() {
            return asked.asker().ownerId();
        }
    }

    /** What an evaluation gave. */
    sealed interface Result {
        record Params(Map<String, Param> params, List<Tag> templateTags) implements Result {}

        record Conditions(Decided decided) implements Result {}

        /** @param iteration the while's last one, after which it goes on or not */
        record Repeats(long iteration, boolean goesOn) implements Result {}

        /**
         * @param number of the iteration to be launched
         * @param past what it did before; empty: it has no run, or nothing of it is needed
         */
        record Iteration(long number, Optional<Past> past, Map<String, Param> params) implements Result {}
        record Waits(Dependencies dependencies) implements Result {}

        record Announces(Outputs outputs) implements Result {}

        record Failed(MaestroException why) implements Result {}
    }

    /** A letter out of the inbox. */
    record Delivered(MessageRow.Key key, Letter letter) implements Message {
        @Override
        public Key home() {
            return letter.home();
        }
    }

    /** A child run is ready to be made, or cannot be. */
    record Prepared(MessageRow.Key key, Letter.StartChild letter, Child child) implements OfWorkflow {
        @Override
        public String workflowId() {
            return letter.workflowId();
        }

        /** The preparation broke: who asked for the run is told. */
        public static Prepared failed(MessageRow.Key key, Letter.StartChild letter, Throwable why) {
            var incident = Incident.of("workflow=" + letter.workflowId(), why);
            return new Prepared(
                    key, letter, new Child.Refused(new MaestroException(Code.INTERNAL_ERROR, incident.message())));
        }

        /** What the preparation gave. */
        public sealed interface Child {
            record Ready(long internalId, Command.Start.Request request) implements Child {}

            /** A new run of an instance that has ended. */
            record Again(Command.Restart command) implements Child {}

            record Refused(MaestroException why) implements Child {}
        }
    }

    /** A workflow that was asked for, as stored; empty: never seen. */
    record Loaded(String workflowId, Optional<WorkflowRow> row) implements OfWorkflow {}

    /** A workflow that was asked for is there, but its row cannot be read. */
    record Unreadable(String workflowId, Throwable why) implements OfWorkflow {}

    /** What an attempt asked for cannot be read, and will not be. */
    record ReadFailed(Effect.Asker asker, Throwable why) implements OfWorkflow {
        @Override
        public String workflowId() {
            return asker.ownerId();
        }
    }

    /** A workflow whose active version was not made by this version of the program: what it declares. */
    record Adopt(String workflowId, long internalId, long version, Command.Triggering triggering)
            implements OfWorkflow {}

    /** What a firing gave. */
    record Fired(Effect.Fire asked, Outcome outcome) implements OfWorkflow {
        @Override
        public String workflowId() {
            return asked.workflowId();
        }

        /** What is to become of it; {@code consumed} instances do not count any more. */
        public sealed interface Outcome {
            /** Other signals are missing; when they come it is asked again. */
            record InVain() implements Outcome {}

            record Silent(String why, Map<String, Long> consumed) implements Outcome {}

            record Start(Command.Start start, Map<String, Long> consumed) implements Outcome {}
        }
    }

    /** The time of a workflow's schedule may have come. */
    record Due(String workflowId) implements OfWorkflow {}

    /**
     * Runs of the ticks that are due.
     *
     * @param marks behind them
     * @param skips ticks that were missed and are left out
     * @param dueMillis when the next tick is due; 0: never
     */
    record Ticked(
            Effect.Tick asked,
            List<Command.Start.Request> requests,
            List<Long> marks,
            List<Ticks.Skip> skips,
            long dueMillis)
            implements OfWorkflow {
        @Override
        public String workflowId() {
            return asked.workflowId();
        }
    }

    /** About a signal name. */
    sealed interface OfSignal extends Message {
        String name();

        @Override
        default Key home() {
            return new Key.Signal(name());
        }
    }

    /** Someone announces. @param ticket names the answer */
    record Announce(SignalRequest request, long ticket) implements OfSignal {
        @Override
        public String name() {
            return request.name();
        }
    }

    /** What a signal name asked of the store. */
    record SignalFound(String name, SignalQuery asked, SignalQuery.Found found) implements OfSignal {}

    /** A signal name that was asked for, as stored; empty: never used. */
    record SignalLoaded(String name, Optional<StoredSignal> stored) implements OfSignal {}

    /** About a tag. */
    sealed interface OfTag extends Message {
        String tag();

        @Override
        default Key home() {
            return new Key.Tag(tag());
        }
    }

    /**
     * Someone sets the permit of a tag, or removes it.
     *
     * @param ticket names the answer
     */
    record SetPermit(String tag, Optional<TagPermit> permit, User by, long ticket) implements OfTag {}

    /** A tag that was asked for, as stored. @param permit JSON; empty: it has none */
    record TagLoaded(String tag, Optional<String> permit, List<ClaimRow> claims) implements OfTag {}
}
