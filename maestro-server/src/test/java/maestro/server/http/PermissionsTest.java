package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import maestro.model.auth.Verb;
import maestro.server.auth.Gate;
import maestro.server.auth.Permissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The table of what routes need, beside the routes and their description. */
class PermissionsTest {
    @AutoClose
    private static final Running server = new Running();

    @Test
    void everyRouteHasItsRowAndNoOther() {
        var routes = new TreeSet<String>();
        server.routes.forEach(route -> routes.add(route.method() + " " + route.template()));
        Stream.of(new UiResource(UiFiles.ofProgram(), "").routes(), new ManualResource("").routes())
                .flatMap(List::stream)
                .forEach(route -> routes.add(route.method() + " " + route.template()));
        assertThat(new TreeSet<>(Permissions.all().keySet())).as("rows of maestro.server.auth.Permissions").isEqualTo(routes);
    }

    @Test
    void theDescriptionNamesTheVerbOfEachOperation() {
        var wanted = new HashMap<String, String>();
        Permissions.all().forEach((route, need) -> wanted.put(route, Gate.verb(need).map(Verb::text).orElse("")));
        server.http.get("/openapi.json").json().path("paths").properties().forEach(path ->
                path.getValue().properties().forEach(method -> {
                    String route = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    assertThat(method.getValue().path("x-permission").asString("")).as(route).isEqualTo(wanted.get(route));
                }));
    }
}
