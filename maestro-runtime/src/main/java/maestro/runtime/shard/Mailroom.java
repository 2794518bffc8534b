package maestro.runtime.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import maestro.core.row.MessageRow;
import maestro.core.rule.LetterJson;
import maestro.core.rule.Message;
import maestro.model.MaestroException;

/** The letters of one shard: which of its inbox it takes in when, and which of those it sent go to whom. One thread. */
final class Mailroom {
    private static final int LETTERS_OPEN_MAX = 500;

    /** The shard around. */
    interface Desk {
        void readInbox();

        void offer(Message message);

        /** Nothing can be done with the letter as it is: it leaves the inbox and rests. */
        void setAside(MessageRow letter, String why);
    }

    private final Desk desk;
    private final Map<Integer, Long> lastMail = new HashMap<>();
    private final Map<Integer, Long> lastSent = new HashMap<>();
    private boolean reading;
    private boolean readAgain;
    private int open;
    private boolean left;

    Mailroom(Desk desk) {
        this.desk = desk;
    }

    /** A letter may wait: the inbox is read, once more if it is being read now. */
    void nudge() {
        if (reading) {
            readAgain = true;
        } else {
            reading = true;
            desk.readInbox();
        }
    }

    /** See {@link ShardMachine#deliver}. */
    void deliver(Delivery delivery) {
        if (open >= LETTERS_OPEN_MAX) {
            left = true;
        } else if (lastMail.getOrDefault(delivery.fromShard(), -1L) >= delivery.before()) {
            take(delivery.letters());
        } else {
            nudge();
        }
    }

    /** See {@link ShardMachine#mail}. */
    void mail(List<MessageRow> letters, boolean more) {
        reading = false;
        take(letters);
        left |= readAgain || more;
        readAgain = false;
        readLeft();
    }

    /** What is left in the inbox comes in when there is room; each letter taken may be a read and an evaluation. */
    private void readLeft() {
        if (left && open < LETTERS_OPEN_MAX) {
            left = false;
            nudge();
        }
    }

    private void take(List<MessageRow> letters) {
        for (var row : letters) {
            if (row.seq() > lastMail.getOrDefault(row.fromShard(), -1L)) {
                lastMail.put(row.fromShard(), row.seq());
                open++; // until it leaves the inbox, read or not
                open(row);
            }
        }
    }

    private void open(MessageRow row) {
        try {
            desk.offer(new Message.Delivered(row.key(), LetterJson.read(row.payload())));
        } catch (MaestroException unreadable) {
            desk.setAside(row, unreadable.getMessage());
        }
    }

    /** So many letters have durably left the inbox. */
    void gone(int count) {
        open -= count;
        readLeft();
    }

    /** The letters of a batch by receiver, each with what was sent to it before. */
    List<Delivery> deliveries(List<MessageRow> sent) {
        var byShard = new TreeMap<Integer, List<MessageRow>>();
        sent.forEach(row -> byShard.computeIfAbsent(row.toShard(), _ -> new ArrayList<>()).add(row));
        var deliveries = new ArrayList<Delivery>();
        byShard.forEach((shard, letters) -> {
            var before = lastSent.put(shard, letters.getLast().seq());
            deliveries.add(new Delivery(shard, before == null ? Delivery.UNKNOWN : before, letters));
        });
        return deliveries;
    }
}
