package maestro.model.source;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.source.SourceDocument.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the paths of messages lead in the file that an author wrote. */
class SourceDocumentTest {
    private static final String SHORT = """
            workflow:
              id: w
              "!n<long>": a +
              jobs:
                - job:
                    id: first
                    type: shell
                    sleep_seconds: ten
                    script: |
                      echo hi
                      echo $nobody
                    transition:
                      - IF n > THEN second
                - foreach:
                    id: each
                    loop_params:
                      x<array<long>>: [1, 2]
                    jobs:
                      - job: {id: second, type: noop, "!y": "x +"}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workflow.id                                                 | 0 | 0 | workflow.id | 2 | 3
            workflow.params.n.expression                                | 1 | 4 | workflow.!n<long> | 3 | 18
            workflow.params[n].name                                     | 0 | 0 | workflow.!n<long> | 3 | 3
            workflow.steps[0].step.params.sleep_seconds.value           | 0 | 0 | workflow.jobs[0].job.sleep_seconds | 8 | 9
            workflow.steps[0].params[sleep_seconds].value               | 0 | 0 | workflow.jobs[0].job.sleep_seconds | 8 | 9
            workflow.jobs[0].sleepSeconds                               | 0 | 0 | workflow.jobs[0].job.sleep_seconds | 8 | 9
            workflow.steps[0].step.params.script.value                  | 2 | 6 | workflow.jobs[0].job.script | 11 | 16
            workflow.steps[0].step.transition.successors.second         | 1 | 5 | workflow.jobs[0].job.transition[0] | 13 | 20
            workflow.steps[1].foreach.params.loop_params.value.x        | 0 | 0 | workflow.jobs[1].foreach.loop_params.x<array<long>> | 17 | 11
            workflow.steps[1].foreach.steps[0].step.params.y.expression | 1 | 4 | workflow.jobs[1].foreach.jobs[0].job.!y | 19 | 53
            workflow.steps[1].steps[0].id                               | 0 | 0 | workflow.jobs[1].foreach.jobs[0].job.id | 19 | 19
            properties.owner                                            | 0 | 0 | workflow | 1 | 1
            """)
    void inTheShortForm(String path, int line, int column, String written, int inLine, int inColumn) {
        var document = SourceDocument.of(SHORT);
        assertThat(document.form()).isEqualTo(SourceDocument.Form.SHORT);
        assertThat(document.place(path, line, column)).isEqualTo(new Place(written, inLine, inColumn));
    }

    @Test
    void inACreateRequest() {
        var document = SourceDocument.of("""
                {"workflow": {"id": "w", "steps": [
                   {"step": {"id": "a", "type": "Sleep",
                     "params": {"sleep_seconds": {"type": "LONG", "expression": "1 +"}}}}]}}""");
        assertThat(document.form()).isEqualTo(SourceDocument.Form.REQUEST);
        assertThat(document.place("workflow.steps[0].step.params.sleep_seconds.expression", 1, 4))
                .isEqualTo(new Place("workflow.steps[0].step.params.sleep_seconds.expression", 3, 69));
        assertThat(document.place("workflow.steps[0].params[sleep_seconds]").line()).isEqualTo(3);
    }

    @Test
    void aPathThatLeadsNowhereEndsAtTheLastValueItMeets() {
        var document = SourceDocument.of(SHORT);
        assertThat(document.place("workflow.steps[7].id")).isEqualTo(new Place("workflow", 1, 1));
        assertThat(document.place("nothing.here")).isEqualTo(new Place("", 1, 1));
    }

    @Test
    void whatIsWrongIsTakenOutOfACopy() {
        var document = SourceDocument.of(SHORT);
        var copy = document.tree().deepCopy();
        assertThat(document.remove(copy, "workflow.steps[0].step.params.sleep_seconds")).isTrue();
        assertThat(copy.at("/workflow/jobs/0/job").has("sleep_seconds")).isFalse();
        assertThat(document.tree().at("/workflow/jobs/0/job").has("sleep_seconds")).isTrue();
        assertThat(document.remove(copy, "workflow.jobs[0]")).isFalse();
        assertThat(document.put(copy, "workflow.jobs[0]", "type", "noop")).as("it has a type").isFalse();
    }
}
