package maestro.core.param;

import static maestro.model.param.InternalMode.OPTIONAL;
import static maestro.model.param.InternalMode.PROVIDED;
import static maestro.model.param.InternalMode.REQUIRED;
import static maestro.model.param.InternalMode.RESERVED;
import static maestro.model.param.ParamType.BOOLEAN;
import static maestro.model.param.ParamType.LONG;
import static maestro.model.param.ParamType.MAP;
import static maestro.model.param.ParamType.STRING;
import static maestro.model.param.ParamType.STRING_ARRAY;
import static maestro.model.param.ParamType.STRING_MAP;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Tag;
import maestro.model.definition.StepType;
import maestro.model.param.InternalMode;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;

/** The default params of steps (parameters.md §13), and those of our own Shell type. */
final class StepDefaults {
    private static final String NOT_EMPTY = "@NotEmpty";

    static final Map<String, ParamDefinition> EVERY = new Params()
            .put("workflow_instance_id", reserved(LONG, "params.getFromInstance('workflow_instance_id')"))
            .put("step_instance_uuid", reserved(STRING, "params.getFromStep('step_instance_uuid')"))
            .put("step_attempt_id", reserved(LONG, "params.getFromStep('step_attempt_id')"))
            .put("step_id", reserved(STRING, "params.getFromStep('step_id')"))
            .all();

    static final Map<String, ParamDefinition> DRY_RUN = new Params()
            .put("FROM_DATE", ParamDefinition.literal(STRING, "20210101"))
            .put("TO_DATE", ParamDefinition.literal(STRING, "20210101"))
            .all();

    private StepDefaults() {}

    static Map<StepType, Map<String, ParamDefinition>> byType() {
        var types = new EnumMap<StepType, Map<String, ParamDefinition>>(StepType.class);
        types.put(StepType.FOREACH, loop().all());
        types.put(
                StepType.WHILE,
                loop().put("condition", value(BOOLEAN, false).withInternalMode(RESERVED)).all());
        types.put(StepType.SUBWORKFLOW, subworkflow());
        types.put(
                StepType.KUBERNETES,
                new Params().put("kubernetes", kubernetes(REQUIRED, true)).all());
        types.put(
                StepType.NOTEBOOK,
                new Params()
                        .put("kubernetes", kubernetes(PROVIDED, false))
                        .put("notebook", notebook())
                        .all());
        types.put(StepType.HTTP, http());
        types.put(StepType.SHELL, shell());
        return types;
    }

    private static Params loop() {
        var none = value(MAP, new LinkedHashMap<String, ParamDefinition>()).withInternalMode(REQUIRED);
        return new Params()
                .put("loop_params", validated(NOT_EMPTY, none.withMode(ParamMode.MUTABLE_ON_START)))
                .put("loop_index", validated("@Min(0)", value(LONG, -1L).withInternalMode(RESERVED)));
    }

    private static Map<String, ParamDefinition> subworkflow() {
        return new Params()
                .put("subworkflow_id", validated(NOT_EMPTY, unset(STRING, REQUIRED).withMode(ParamMode.MUTABLE_ON_START)))
                .put("subworkflow_version", validated(NOT_EMPTY, provided("active").withMode(ParamMode.MUTABLE_ON_START)))
                .all();
    }

    private static ParamDefinition kubernetes(InternalMode mode, boolean preStop) {
        var members = new Params().put("app_name", provided("maestro-job")).put("image", unset(STRING, REQUIRED));
        for (var name : List.of("cpu", "disk", "gpu", "memory", "job_deduplication_key", "owner_email")) {
            members.put(name, unset(STRING, OPTIONAL));
        }
        members.put("command", unset(STRING_ARRAY, OPTIONAL))
                .put("args", unset(STRING_ARRAY, OPTIONAL))
                .put("env", noTexts());
        if (preStop) {
            var exec = new Params().put("command", unset(STRING_ARRAY, OPTIONAL)).all();
            members.put("pre_stop", map(OPTIONAL, new Params().put("exec", map(OPTIONAL, exec)).all()));
        }
        return tagged("kubernetes", map(mode, members.all()));
    }

    private static ParamDefinition notebook() {
        return tagged("notebook", map(REQUIRED, new Params()
                .put("init_command", provided(""))
                .put("git_branch", unset(STRING, OPTIONAL))
                .put("git_commit", unset(STRING, OPTIONAL))
                .put("git_repo", unset(STRING, OPTIONAL))
                .put("input_path", unset(STRING, REQUIRED))
                .put("output_path", ParamDefinition.expression(STRING, "'maestro-output_'"
                                + " + new DateTime(RUN_TS).withZone(DateTimeZone.UTC).toString('yyyyMMddHHmmss')"
                                + " + '__' + workflow_instance_id + '_' + params.getFromStep('step_instance_id')"
                                + " + '_' + step_instance_uuid + '.ipynb'")
                        .withInternalMode(PROVIDED))
                .put("papermill_arguments", unset(STRING_ARRAY, OPTIONAL))
                .put("run_id", ParamDefinition.expression(STRING, "params.getFromInstance('workflow_id')"
                                + " + '_' + workflow_instance_id + '_' + params.getFromInstance('workflow_run_id')"
                                + " + '_' + step_id + '_' + step_attempt_id")
                        .withInternalMode(PROVIDED))
                .all()));
    }

    private static Map<String, ParamDefinition> http() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        var request = new Params()
                .put("url", unset(STRING, REQUIRED))
                .put("method", provided("GET"))
                .put("headers", value(STRING_MAP, headers).withInternalMode(PROVIDED))
                .put("body", unset(STRING, OPTIONAL));
        return new Params()
                .put("http", tagged("http", map(REQUIRED, request.all())))
                .put("status_code", tagged("http", value(LONG, 200L).withInternalMode(OPTIONAL)))
                .put("response_body", tagged("http", value(STRING, "").withInternalMode(OPTIONAL)))
                .put("state_expr", tagged("http", provided("status_code >= 200 && status_code <= 299 ? \"DONE\" : "
                        + "(status_code >= 400 && status_code <= 499 ? \"FATAL_ERROR\" : \"USER_ERROR\")")))
                .all();
    }

    private static Map<String, ParamDefinition> shell() {
        return new Params()
                .put("script", unset(STRING, REQUIRED))
                .put("interpreter", unset(STRING, OPTIONAL))
                .put("env", noTexts())
                .put("working_dir", unset(STRING, OPTIONAL))
                .all();
    }

    private static ParamDefinition reserved(ParamType type, String expression) {
        return ParamDefinition.expression(type, expression).withInternalMode(RESERVED);
    }

    private static ParamDefinition value(ParamType type, Object value) {
        return ParamDefinition.literal(type, value);
    }

    private static ParamDefinition provided(String text) {
        return value(STRING, text).withInternalMode(PROVIDED);
    }

    private static ParamDefinition noTexts() {
        return value(STRING_MAP, new LinkedHashMap<String, String>()).withInternalMode(PROVIDED);
    }

    private static ParamDefinition unset(ParamType type, InternalMode mode) {
        return ParamDefinition.of(type, ParamBody.UNSET).withInternalMode(mode);
    }

    private static ParamDefinition map(InternalMode mode, Map<String, ParamDefinition> members) {
        return value(MAP, members).withInternalMode(mode);
    }

    /** With a validator, which is shown and never evaluated (parameters.md §13). */
    private static ParamDefinition validated(String validator, ParamDefinition param) {
        return new ParamDefinition(
                param.type(),
                param.body(),
                param.mode(),
                param.internalMode(),
                Optional.of(validator),
                param.tags(),
                param.source(),
                param.metadata());
    }

    private static ParamDefinition tagged(String tag, ParamDefinition param) {
        return new ParamDefinition(
                param.type(),
                param.body(),
                param.mode(),
                param.internalMode(),
                param.validator(),
                Optional.of(List.of(Tag.of(tag))),
                param.source(),
                param.metadata());
    }

    private static final class Params {
        private final Map<String, ParamDefinition> all = new LinkedHashMap<>();

        Params put(String name, ParamDefinition param) {
            all.put(name, param);
            return this;
        }

        Map<String, ParamDefinition> all() {
            return Collections.unmodifiableMap(all);
        }
    }
}
