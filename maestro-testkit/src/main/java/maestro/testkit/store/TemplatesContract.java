package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import maestro.runtime.store.JobTemplates.Row;
import org.junit.jupiter.api.Test;

/** What every {@link maestro.runtime.store.JobTemplates} must do. */
public abstract class TemplatesContract extends Contract {
    @Test
    void aTemplateTakesThePlaceOfTheOneOfItsTypeAndVersion() {
        ports.jobTemplates().put(new Row("Spark", "v1", "{\"a\":1}"));
        ports.jobTemplates().put(new Row("Spark", "v1", "{\"a\":2}"));
        assertThat(ports.jobTemplates().one("Spark", "v1")).contains(new Row("Spark", "v1", "{\"a\":2}"));
        assertThat(ports.jobTemplates().one("Spark", "v2")).isEmpty();
        assertThat(ports.jobTemplates().one("spark", "v1")).isEmpty();
    }

    @Test
    void aVersionIsListedInOrderOfTheJobTypes() {
        for (String type : new String[] {"b", "A", "a"}) {
            ports.jobTemplates().put(new Row(type, "default", "{}"));
        }
        ports.jobTemplates().put(new Row("a", "v1", "{}"));
        assertThat(ports.jobTemplates().all("default")).extracting(Row::jobType).containsExactly("A", "a", "b");
        assertThat(ports.jobTemplates().all("none")).isEmpty();
    }

    @Test
    void oneVersionOrAllOfThemAreRemoved() {
        for (String version : new String[] {"v1", "v2", "v3"}) {
            ports.jobTemplates().put(new Row("a", version, "{}"));
        }
        assertThat(ports.jobTemplates().remove("a", Optional.of("v2"))).isEqualTo(1);
        assertThat(ports.jobTemplates().remove("a", Optional.of("v2"))).isZero();
        assertThat(ports.jobTemplates().remove("a", Optional.empty())).isEqualTo(2);
        assertThat(ports.jobTemplates().one("a", "v1")).isEmpty();
    }
}
