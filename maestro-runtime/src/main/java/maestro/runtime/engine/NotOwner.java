package maestro.runtime.engine;

/** This node does not run the shard of what a call would change; nothing was done. Its owner may be asked. */
public final class NotOwner extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int shard;

    public NotOwner(int shard) {
        super("shard " + shard + " is not run by this node", null, false, false); // usual in a cluster: no stack
        this.shard = shard;
    }

    public int shard() {
        return shard;
    }
}
