package maestro.runtime.node;

import java.util.Optional;
import maestro.core.mail.Key;
import maestro.core.rule.Message;
import maestro.model.User;
import maestro.model.permit.TagPermit;
import maestro.runtime.engine.PermitBook;
import maestro.runtime.store.TagPermits;

/** Tag permits by way of the shard that holds the tag. Thread-safe. */
record NodePermits(Node node, TagPermits stored) implements PermitBook {
    @Override
    public void set(TagPermit permit, User caller) {
        ask(permit.tag(), Optional.of(permit), caller);
    }

    @Override
    public void remove(String tag, User caller) {
        ask(tag, Optional.empty(), caller);
    }

    private void ask(String tag, Optional<TagPermit> permit, User by) {
        node.ask(new Key.Tag(tag).text(), ticket -> new Message.SetPermit(tag, permit, by, ticket));
    }
}
