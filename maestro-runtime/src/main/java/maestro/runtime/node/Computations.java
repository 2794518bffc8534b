package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.store.StoreUnavailable;

/** Has the pool do what a shard asked to be computed, and makes the outcome a message. Thread-safe. */
record Computations(EvaluationPool pool) {
    private static final long AGAIN_MILLIS = 200;
    private static final System.Logger LOG = System.getLogger(Computations.class.getName());

    void run(Effect.Compute work, Consumer<Message> answer) {
        pool.submit(work.asker().ownerId(), work.work()::within, (value, failure) -> {
            if (failure instanceof StoreUnavailable) {
                Thread.ofVirtual().start(() -> again(work, answer));
                return;
            }
            answer.accept(new Message.Computed(work.asker(), failure == null ? value : failed(failure)));
        });
    }

    /** It reads job templates or child runs, and the database was away. */
    private void again(Effect.Compute work, Consumer<Message> answer) {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            run(work, answer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Message.Result failed(Throwable failure) {
        if (failure instanceof MaestroException wrong) {
            return new Message.Result.Failed(wrong);
        }
        LOG.log(Level.ERROR, "an evaluation failed by a defect or for want of memory", failure);
        return new Message.Result.Failed(new MaestroException(
                Code.INTERNAL_ERROR, "The evaluation failed: " + failure, List.of(), failure));
    }
}
