package maestro.core.rule;

import maestro.core.permit.Claim;
import maestro.core.permit.TagEvent;
import maestro.core.permit.TagLetter;
import maestro.core.permit.TagMachine;
import maestro.core.row.MessageRow;
import maestro.core.state.Event;

/** Brings what reaches a tag to its machine, and what the machine decides to the turn. */
final class TagRules {
    private TagRules() {}

    static void set(Turn turn, Message.SetPermit set) {
        var machine = machine(turn, set.tag());
        set.permit().ifPresentOrElse(permit -> machine.set(permit, set.by()), machine::remove);
        PermitRules.changed(turn, set.tag());
        turn.reply(set.ticket(), new Answer.PermitSet());
    }

    static void take(Turn turn, MessageRow.Key key, Letter.ToTag letter) {
        var machine = machine(turn, letter.tag());
        switch (letter.letter()) {
            case TagLetter.Ask(var claim) -> machine.ask(claim);
            case TagLetter.Release(var uuid) -> machine.release(uuid);
        }
        turn.emit(new Event.LetterTaken(key));
    }

    private static TagMachine machine(Turn turn, String tag) {
        return new TagMachine(turn.state().tag(tag).orElseThrow(), new TurnDesk(turn, tag));
    }

    private record TurnDesk(Turn turn, String tag) implements TagMachine.Desk {
        @Override
        public long now() {
            return turn.now();
        }

        @Override
        public void emit(TagEvent event) {
            turn.emit(new Event.OfTag(tag, event));
        }

        @Override
        public void granted(Claim claim) {
            turn.send(new Letter.Granted(
                    claim.workflowId(), claim.runKey(), claim.ordinal(), claim.uuid(), tag, claim.insists()));
        }

        @Override
        public void queued(Claim claim) {
            turn.send(new Letter.Queued(
                    claim.workflowId(), claim.runKey(), claim.ordinal(), claim.uuid(), tag, claim.insists()));
        }
    }
}
