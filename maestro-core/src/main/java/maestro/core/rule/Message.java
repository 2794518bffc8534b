package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.restart.Past;
import maestro.core.row.MessageRow;
import maestro.core.row.WorkflowRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.param.Param;

/** What reaches a shard from outside. Late, early and double ones are harmless: each names what it is about. */
public sealed interface Message {
    /** The workflow whose state must be in memory before this can be decided. */
    String workflowId();

    /** @param ticket names the answer */
    record Ask(Command command, long ticket) implements Message {
        @Override
        public String workflowId() {
            return command.workflowId();
        }
    }

    record Reported(String workflowId, long runKey, int ordinal, String attemptKey, Report report) implements Message {}

    record Noted(String workflowId, long runKey, int ordinal, String attemptKey, String text) implements Message {}

    /** @param ticket names the answer that tells that it is durable */
    record Checkpointed(String workflowId, long runKey, int ordinal, String attemptKey, String checkpoint, long ticket)
            implements Message {}

    /** A timer went off; the state knows what is due. {@code ordinal} -1: the run itself. */
    record Look(String workflowId, long runKey, int ordinal) implements Message {
        /** The ordinal that means the run itself. */
        public static final int THE_RUN = -1;
    }

    /** An evaluation that was too long to do within a turn. */
    record Computed(Effect.Asker asker, Result result) implements Message {
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
    record Recalled(Effect.Recall asked, Optional<Past> past) implements Message {
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

        record Failed(MaestroException why) implements Result {}
    }

    /** A letter out of the inbox. */
    record Delivered(MessageRow.Key key, Letter letter) implements Message {
        @Override
        public String workflowId() {
            return letter.workflowId();
        }
    }

    /** A child run is ready to be made, or cannot be. */
    record Prepared(MessageRow.Key key, Letter.StartChild letter, Child child) implements Message {
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
    record Loaded(String workflowId, Optional<WorkflowRow> row) implements Message {}

    /** A workflow that was asked for is there, but its row cannot be read. */
    record Unreadable(String workflowId, Throwable why) implements Message {}

    /** What an attempt asked for cannot be read, and will not be. */
    record ReadFailed(Effect.Asker asker, Throwable why) implements Message {
        @Override
        public String workflowId() {
            return asker.ownerId();
        }
    }
}
