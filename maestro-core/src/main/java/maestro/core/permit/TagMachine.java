package maestro.core.permit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import maestro.model.User;
import maestro.model.permit.TagPermit;
import maestro.model.run.TimelineEvent;

/**
 * The decisions about one tag. Who asked first is granted first; nobody overtakes who waits. A lowered limit stops nobody:
 * nothing is granted until enough have ended.
 */
public final class TagMachine {
    /** What the machine works with. */
    public interface Desk {
        long now();

        void emit(TagEvent event);

        /** Tells an attempt that it may run as far as this tag goes. */
        void granted(Claim claim);

        /** Tells an attempt that it has to wait here. */
        void queued(Claim claim);
    }

    private final TagState state;
    private final Desk desk;

    public TagMachine(TagState state, Desk desk) {
        this.state = state;
        this.desk = desk;
    }

    public void set(TagPermit asked, User by) {
        var earlier = state.permit();
        var entry = TimelineEvent.info(
                desk.now(),
                "User [" + by.name() + "] set max_allowed to [" + asked.maxAllowed() + "]"
                        + earlier.map(permit -> ", it was [" + permit.maxAllowed() + "]").orElse(""));
        var permit = asked.after(earlier.map(TagPermit::timeline).orElse(List.of()), entry);
        desk.emit(new TagEvent.PermitSet(Optional.of(permit)));
        serve();
    }

    /** Limits that claims bring along are in force again. */
    public void remove() {
        if (state.permit().isPresent()) {
            desk.emit(new TagEvent.PermitSet(Optional.empty()));
            serve();
        }
    }

    /** Said twice, it changes nothing. */
    public void ask(Claim claim) {
        if (!state.knows(claim.uuid())) {
            desk.emit(new TagEvent.ClaimPut(claim, false));
            serve();
            if (state.waits(claim.uuid())) {
                desk.queued(claim);
            }
        }
    }

    public void release(UUID uuid) {
        if (state.knows(uuid)) {
            desk.emit(new TagEvent.ClaimDropped(uuid));
            serve();
        }
    }

    private void serve() {
        for (var first = state.first(); first.filter(state::room).isPresent(); first = state.first()) {
            desk.emit(new TagEvent.ClaimPut(first.get(), true));
            desk.granted(first.get());
        }
    }
}
