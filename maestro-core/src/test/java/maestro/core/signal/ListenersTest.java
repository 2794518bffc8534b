package maestro.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalCondition.Operator;
import org.junit.jupiter.api.Test;

class ListenersTest {
    @Test
    void whoMatchesIsWhoALookAtEverybodyFinds() {
        var random = new Random(7);
        var listeners = new Listeners();
        var all = new TreeMap<String, List<SignalCondition>>();
        for (int i = 0; i < 4_000; i++) {
            var listener = new Listener.Trigger("w" + random.nextInt(300), "u", 0);
            if (random.nextInt(4) == 0) {
                listeners.remove(listener.key());
                all.remove(listener.key());
            } else {
                var conditions = conditions(random);
                listeners.add(listener, conditions);
                all.put(listener.key(), conditions);
            }
            var params = params(random);
            var expected = new ArrayList<String>();
            all.forEach((key, conditions) -> {
                if (SignalCondition.all(conditions, params)) {
                    expected.add(key);
                }
            });
            assertThat(listeners.matching(params)).extracting(Listener::key).isEqualTo(expected);
        }
        all.keySet().forEach(listeners::remove);
        assertThat(listeners.matching(Map.of())).isEmpty();
        assertThat(listeners.all()).isEmpty();
    }

    private static Map<String, Object> params(Random random) {
        var params = new HashMap<String, Object>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(4) > 0) {
                params.put(name, value(random));
            }
        }
        return params;
    }

    private static Object value(Random random) {
        return random.nextBoolean() ? (Object) ("" + random.nextInt(4)) : (Object) (long) random.nextInt(4);
    }

    private static List<SignalCondition> conditions(Random random) {
        var conditions = new ArrayList<SignalCondition>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(2) == 0) {
                var operator = Operator.values()[random.nextInt(5)];
                conditions.add(new SignalCondition(name, operator, value(random)));
            }
        }
        return conditions;
    }
}
