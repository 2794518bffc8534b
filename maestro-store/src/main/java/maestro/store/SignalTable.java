package maestro.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import maestro.core.row.StoredJson;
import maestro.core.signal.InstanceRow;
import maestro.core.signal.ListenerRow;
import maestro.core.signal.SignalChanges;
import maestro.core.signal.SignalRow;
import maestro.model.json.Json;
import maestro.model.signal.SignalInstance;

/** The tables of signals: {@code signal}, {@code signal_instance}, {@code signal_param}, {@code signal_listener}. */
final class SignalTable {
    /** Part of the commit, as those below: reads from {@code fence}. */
    static final String UPSERT = """
            insert into signal (signal_key, shard, name, last_seq, busy, detail)
            select u.* from fence, unnest(?::bigint[], ?::int[], ?::text[], ?::bigint[], ?::boolean[], ?::text[]) u
            on conflict (signal_key) do update set last_seq = excluded.last_seq, busy = excluded.busy,
                detail = excluded.detail""";

    static final String INSERT_INSTANCES = """
            insert into signal_instance (signal_key, seq, instance_id, create_millis, request_millis, params, payload)
            select u.* from fence,
                unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bytea[]) u""";

    static final String INSERT_PARAMS = """
            insert into signal_param (signal_key, param, value, seq)
            select u.* from fence, unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[]) u""";

    static final String UPSERT_LISTENERS = """
            insert into signal_listener (signal_key, listener, detail)
            select u.* from fence, unnest(?::bigint[], ?::text[], ?::text[]) u
            on conflict (signal_key, listener) do update set detail = excluded.detail""";

    static final String REMOVE_LISTENERS = """
            delete from signal_listener l using fence, unnest(?::bigint[], ?::text[]) u(signal_key, listener)
            where l.signal_key = u.signal_key and l.listener = u.listener""";

    static final String INSTANCE = "i.seq, i.instance_id, i.create_millis, i.request_millis, i.params";

    private record Value(long signalKey, String param, String value, long seq) {}

    private SignalTable() {}

    static void bindSignals(Columns to, SignalChanges changes) throws SQLException {
        var rows = changes.signals();
        to.longs(rows, SignalRow::key)
                .ints(rows, SignalRow::shard)
                .texts(rows, SignalRow::name)
                .longs(rows, SignalRow::lastSeq)
                .booleans(rows, SignalRow::busy)
                .texts(rows, SignalRow::detail);
    }

    static void bindInstances(Columns to, SignalChanges changes) throws SQLException {
        var rows = changes.instances();
        to.longs(rows, InstanceRow::signalKey)
                .longs(rows, row -> row.instance().seq())
                .texts(rows, row -> row.instance().instanceId())
                .longs(rows, row -> row.instance().createMillis())
                .longs(rows, row -> row.instance().requestMillis())
                .texts(rows, row -> Json.text(Json.node(row.instance().params())))
                .packed(rows, row -> payload(row.instance()));
    }

    private static byte[] payload(SignalInstance instance) {
        return instance.payload().isEmpty() ? new byte[0] : Json.bytes(Json.node(instance.payload()));
    }

    static void bindParams(Columns to, SignalChanges changes) throws SQLException {
        var values = new ArrayList<Value>();
        for (var row : changes.instances()) {
            row.instance().params().forEach((param, value) ->
                    values.add(new Value(row.signalKey(), param, encoded(value), row.instance().seq())));
        }
        to.longs(values, Value::signalKey)
                .texts(values, Value::param)
                .texts(values, Value::value)
                .longs(values, Value::seq);
    }

    /** In an order that bytes have: all texts, then all numbers. */
    static String encoded(Object value) {
        return value instanceof Long number
                ? "b" + HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE)
                : "a" + value;
    }

    static void bindListeners(Columns to, SignalChanges changes) throws SQLException {
        var rows = changes.listeners();
        to.longs(rows, ListenerRow::signalKey).texts(rows, ListenerRow::listener).texts(rows, ListenerRow::detail);
    }

    static void bindGone(Columns to, SignalChanges changes) throws SQLException {
        to.longs(changes.gone(), ListenerRow.Key::signalKey).texts(changes.gone(), ListenerRow.Key::listener);
    }

    /** @param row with the columns of {@link #INSTANCE}, perhaps a payload behind them */
    static SignalInstance instance(String name, ResultSet row) throws SQLException {
        var payload = row.getMetaData().getColumnCount() < 6 ? new byte[0] : Packed.unpack(row.getBytes(6));
        return new SignalInstance(
                name,
                row.getLong(1),
                row.getString(2),
                SignalInstance.params(StoredJson.parse(row.getString(5))),
                SignalInstance.params(
                        payload.length == 0
                                ? null
                                : StoredJson.parse(new String(payload, StandardCharsets.UTF_8))),
                row.getLong(4),
                row.getLong(3));
    }
}
