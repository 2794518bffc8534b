package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.model.definition.StepType;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;

final class ParamStoreTest {
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);
    private static final MergeContext FOREACH = new MergeContext(ParamSource.FOREACH, true, false);

    private static void roundTrips(Map<String, Param> params) {
        var back = ParamStore.decode(ParamStore.encode(params));
        assertThat(List.copyOf(back.keySet())).isEqualTo(List.copyOf(params.keySet()));
        params.forEach((name, param) -> {
            var read = back.get(name);
            assertThat(Values.sameValue(read.result(), param.result())).as(name).isTrue();
            assertThat(read.result()).hasSameClassAs(param.result());
            assertThat(read.evaluatedMillis()).isEqualTo(param.evaluatedMillis());
            assertThat(read.note()).isEqualTo(param.note());
            assertThat(Values.same(read.definition(), param.definition())).as(name).isTrue();
            assertThat(read.definition().source()).isEqualTo(param.definition().source());
            assertThat(read.definition().metadata()).isEqualTo(param.definition().metadata());
        });
        assertThat(Json.text(ParamJson.paramsToJson(back))).isEqualTo(Json.text(ParamJson.paramsToJson(params)));
    }

    private static Map<String, Param> workflow(Map<String, ParamDefinition> own, Map<String, ParamDefinition> down) {
        var merged = WorkflowParams.merged(ParamCatalogue.STANDARD, own, down, down.isEmpty() ? LAUNCH : FOREACH);
        return WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET);
    }

    @Test
    void defaultsAndHandedDownDefaultsAreShort() {
        var params = workflow(Map.of("own", Params.number(1)), Map.of());
        roundTrips(params);
        assertThat(ParamStore.encode(params).length()).isLessThan(1200);
        var loop = HandDown.loop(params, Map.of(), List.of());
        var child = workflow(Map.of(), HandDown.foreach(loop, 0, Map.of("i", "x")));
        roundTrips(child);
        assertThat(ParamStore.encode(child).length()).isLessThan(1700);
        var shared = StepParams.shared(ParamCatalogue.STANDARD, Params.step("me", StepType.NOOP, Map.of()));
        var step = StepParams.evaluate(shared, new Params.Run(), Params.NOW, Params.BUDGET);
        roundTrips(step);
        assertThat(ParamStore.encode(step))
                .isEqualTo("[1609464600000,{\"workflow_instance_id\":[12],\"step_instance_uuid\":[\"uuid-me\"],"
                        + "\"step_attempt_id\":[2],\"step_id\":[\"me\"]}]");
    }

    @Test
    void anythingElseComesBackTheSame() {
        var random = new SplittableRandom(3);
        var names = List.of("RUN_TS", "RUN_DATE", "step_id", "owner", "a", "@", "b");
        for (int i = 0; i < 2000; i++) {
            var params = new LinkedHashMap<String, Param>();
            for (int n = random.nextInt(6); n > 0; n--) {
                params.put(names.get(random.nextInt(names.size())), param(random));
            }
            roundTrips(params);
        }
    }

    private static Param param(SplittableRandom random) {
        var type = ParamType.values()[random.nextInt(ParamType.values().length)];
        Object value = value(type, random);
        var source = ParamSource.values()[random.nextInt(ParamSource.values().length)];
        var bare = ParamDefinition.of(type, new ParamBody.Expression("x + 1"));
        if (random.nextBoolean()) bare = bare.withSource(source);
        var definition = random.nextBoolean() ? Values.literal(bare, value) : bare;
        Optional<Param.Note> note = random.nextInt(4) == 0
                ? Optional.of(new Param.Note(random.nextBoolean(), "told"))
                : Optional.empty();
        return new Param(definition, value, random.nextInt(3), note);
    }

    private static Object value(ParamType type, SplittableRandom random) {
        return switch (type) {
            case STRING -> "té$x\n" + random.nextInt(3);
            case LONG -> random.nextLong();
            case DOUBLE -> (random.nextDouble() - 0.5) * 1e30;
            case BOOLEAN -> random.nextBoolean();
            case STRING_MAP -> new LinkedHashMap<>(Map.of("$k", "v" + random.nextInt()));
            case STRING_ARRAY -> new String[] {"$a", ""};
            case LONG_ARRAY -> new long[random.nextInt(3)];
            case DOUBLE_ARRAY -> new double[] {1, random.nextDouble()};
            case BOOLEAN_ARRAY -> new boolean[] {true};
            case MAP -> {
                var map = new LinkedHashMap<String, Object>();
                map.put("l", random.nextLong());
                map.put("s", "$text");
                map.put("d", new double[] {0.5, 2});
                map.put("n", new LinkedHashMap<>(Map.of("b", true)));
                yield map;
            }
        };
    }
}
