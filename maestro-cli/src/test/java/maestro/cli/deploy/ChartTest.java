package maestro.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart, linted and rendered by Helm itself. */
class ChartTest {
    private static final Path CHART = Path.of("../deploy/helm/maestro");
    private static final Path SETTINGS = Path.of("../docs/configuration.md");
    private static final Pattern SETTING = Pattern.compile("`(MAESTRO_[A-Z_]+)`");
    private static final int HAND_OVER_SECONDS = 10;
    private static final int STOP_GRACE_SECONDS = 10;

    @TempDir
    Path folder;

    @Test
    void helmFindsNothingToCorrect() {
        var lint = new Helm(CHART).lint().strict().call();
        assertThat(lint.isFailed()).isFalse();
        assertThat(lint.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
    }

    @Test
    void nodesAreAStatefulSetThatIsSafeToRun() {
        var spec = rendered(UnaryOperator.identity()).get("StatefulSet/trial").at("spec");
        var pod = spec.at("template/spec");
        var container = pod.at("containers/0");
        assertThat(spec.at("replicas").number()).isEqualTo(3);
        assertThat(spec.at("serviceName").text()).isEqualTo("trial-nodes");
        assertThat(spec.at("podManagementPolicy").text()).isEqualTo("Parallel");
        assertThat(pod.at("enableServiceLinks").text()).isEqualTo("false");
        assertThat(pod.at("automountServiceAccountToken").text()).isEqualTo("false");
        assertThat(pod.at("securityContext/runAsNonRoot").text()).isEqualTo("true");
        assertThat(pod.at("securityContext/seccompProfile/type").text()).isEqualTo("RuntimeDefault");
        assertThat(container.at("securityContext").text()).isEqualTo(
                "{allowPrivilegeEscalation=false, readOnlyRootFilesystem=true, capabilities={drop=[ALL]}}");
        assertThat(container.at("resources/requests/memory").text()).isEqualTo("768Mi");
        assertThat(container.at("resources/limits/memory").text()).isEqualTo("1536Mi");
        assertThat(pod.at("affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm")
                .at("topologyKey").text()).isEqualTo("kubernetes.io/hostname");
    }

    /** What is written to is a volume: the root is read-only. */
    @Test
    void whereNodesWriteIsAVolume() {
        var pod = rendered(UnaryOperator.identity()).get("StatefulSet/trial").at("spec/template/spec");
        var mounted = pod.at("containers/0/volumeMounts").items().stream()
                .collect(Collectors.toMap(mount -> mount.at("mountPath").text(), mount -> mount.at("name").text()));
        var volumes = pod.at("volumes").items().stream().map(volume -> volume.at("name").text()).toList();
        assertThat(mounted).containsKeys("/tmp", environment(pod).get("MAESTRO_DATA_DIR"));
        assertThat(volumes).containsAll(mounted.values());
    }

    @Test
    void aNodeHasTheTimeToHandOver() {
        var pod = rendered(UnaryOperator.identity()).get("StatefulSet/trial").at("spec/template/spec");
        int before = Integer.parseInt(pod.at("containers/0/lifecycle/preStop/exec/command/1").text());
        assertThat(pod.at("terminationGracePeriodSeconds").number())
                .isGreaterThan(before + HAND_OVER_SECONDS + STOP_GRACE_SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, /health/started", "readinessProbe, /health/ready", "livenessProbe, /health/live"})
    void isAskedHowItIs(String probe, String path) {
        var asked = rendered(UnaryOperator.identity()).get("StatefulSet/trial")
                .at("spec/template/spec/containers/0/" + probe + "/httpGet");
        assertThat(asked.at("path").text()).isEqualTo(path);
        assertThat(asked.at("port").text()).isEqualTo("http");
    }

    @Test
    void servicesReachThePods() {
        var objects = rendered(UnaryOperator.identity());
        var labels = objects.get("StatefulSet/trial").at("spec/template/metadata/labels").entries();
        for (String object : List.of("Service/trial", "Service/trial-nodes")) {
            assertThat(labels).containsAllEntriesOf(objects.get(object).at("spec/selector").entries());
        }
        for (String object : List.of("StatefulSet/trial", "PodDisruptionBudget/trial")) {
            assertThat(labels).containsAllEntriesOf(objects.get(object).at("spec/selector/matchLabels").entries());
        }
        assertThat(objects.get("Service/trial-nodes").at("spec/clusterIP").text()).isEqualTo("None");
        assertThat(objects.get("Service/trial-nodes").at("spec/publishNotReadyAddresses").text()).isEqualTo("true");
        assertThat(objects.get("PodDisruptionBudget/trial").at("spec/maxUnavailable").number()).isEqualTo(1);
        assertThat(objects).doesNotContainKeys("Ingress/trial", "ServiceMonitor/trial");
    }

    /** A variable that is misspelt would be passed over by no one: the server refuses unknown keys only in files. */
    @Test
    void theEnvironmentIsMadeOfSettingsThatExist() throws IOException {
        var known = new TreeSet<String>();
        SETTING.matcher(Files.readString(SETTINGS)).results().forEach(match -> known.add(match.group(1)));
        var pod = rendered(helm -> helm.set("clusterSecret.name", "between")
                .set("adminTokenSecret.name", "first").set("serviceMonitor.enabled", "true")).get("StatefulSet/trial")
                .at("spec/template/spec");
        var set = environment(pod);
        assertThat(known).containsAll(set.keySet());
        assertThat(set.get("MAESTRO_CLUSTER_ADDRESS")).isEqualTo("http://$(MAESTRO_NODE_ID).trial-nodes.ns.svc:8080");
        assertThat(set.get("MAESTRO_DATABASE_URL")).isEqualTo("jdbc:postgresql://db/maestro");
        assertThat(set.get("MAESTRO_DATABASE_PASSWORD")).contains("name=login", "key=password");
        assertThat(set.get("MAESTRO_CLUSTER_SECRET")).contains("name=between", "key=secret");
        assertThat(set.get("MAESTRO_AUTH_BOOTSTRAP_TOKEN_FILE")).isEqualTo("/etc/maestro-admin/token");
        assertThat(set.get("MAESTRO_AUTH_OPEN")).isEqualTo("metrics");
        assertThat(set).doesNotContainKey("MAESTRO_AUTH_MODE"); // on by itself
        assertThat(set.get("MAESTRO_STEPS_SHELL_ENABLED")).isEqualTo("false");
    }

    @Test
    void valuesAreUsed() throws IOException {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                replicas: 5
                image: {repository: registry.example.com/maestro, tag: v7, pullPolicy: Always}
                imagePullSecrets: [{name: pull}]
                database: {user: flows, poolSize: 20, passwordSecret: {key: word}}
                settings: {MAESTRO_NODE_LEASE: PT10S}
                allowedHosts: [maestro.example.com]
                resources: {limits: {memory: 4Gi}}
                affinity: {nodeAffinity: {}}
                nodeSelector: {disk: fast}
                podLabels: {team: data}
                extraVolumes: [{name: scripts, configMap: {name: scripts}}]
                extraVolumeMounts: [{name: scripts, mountPath: /scripts}]
                service: {type: LoadBalancer, port: 80}
                ingress: {enabled: true, host: flows.example.com, tlsSecret: certificate, className: nginx}
                serviceMonitor: {enabled: true}
                maxUnavailable: 2
                """);
        var objects = rendered(helm -> helm.withValuesFile(values));
        var set = objects.get("StatefulSet/trial").at("spec");
        var pod = set.at("template/spec");
        assertThat(set.at("replicas").number()).isEqualTo(5);
        assertThat(set.at("template/metadata/labels/team").text()).isEqualTo("data");
        assertThat(pod.at("imagePullSecrets/0/name").text()).isEqualTo("pull");
        assertThat(pod.at("containers/0/image").text()).isEqualTo("registry.example.com/maestro:v7");
        assertThat(pod.at("containers/0/imagePullPolicy").text()).isEqualTo("Always");
        assertThat(pod.at("containers/0/resources/limits/memory").text()).isEqualTo("4Gi");
        assertThat(pod.at("affinity").text()).isEqualTo("{nodeAffinity={}}");
        assertThat(pod.at("nodeSelector/disk").text()).isEqualTo("fast");
        assertThat(pod.at("volumes").text()).contains("scripts");
        assertThat(environment(pod)).containsEntry("MAESTRO_DATABASE_USER", "flows")
                .containsEntry("MAESTRO_DATABASE_POOL_SIZE", "20");
        assertThat(environment(pod).get("MAESTRO_NODE_LEASE")).isEqualTo("PT10S");
        assertThat(environment(pod).get("MAESTRO_DATABASE_PASSWORD")).contains("name=login", "key=word");
        assertThat(environment(pod).get("MAESTRO_SERVER_ALLOWED_HOSTS").split(","))
                .contains("trial.ns.svc", "flows.example.com", "maestro.example.com");
        assertThat(objects.get("Service/trial").at("spec/ports/0/port").number()).isEqualTo(80);
        assertThat(objects.get("Ingress/trial").at("spec/rules/0/host").text()).isEqualTo("flows.example.com");
        assertThat(objects.get("Ingress/trial").at("spec/tls/0/secretName").text()).isEqualTo("certificate");
        assertThat(objects.get("ServiceMonitor/trial").at("spec/endpoints/0/path").text()).isEqualTo("/metrics");
        assertThat(objects.get("PodDisruptionBudget/trial").at("spec/maxUnavailable").number()).isEqualTo(2);
    }

    @Test
    void theImageIsTheChartsVersionUnlessOneIsNamed() throws IOException {
        String version = Tree.all(Files.readString(CHART.resolve("Chart.yaml"))).getFirst().at("appVersion").text();
        assertThat(rendered(UnaryOperator.identity()).get("StatefulSet/trial")
                .at("spec/template/spec/containers/0/image").text()).isEqualTo("maestro:" + version);
        assertThat(Files.readString(Path.of("../pom.xml"))).contains("<version>" + version + "</version>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica=5", "image.Tag=v1", "replicas=0", "database.url=postgres://db/maestro",
            "settings.NODE_LEASE=PT1S", "service.type=Ingress", "terminationGracePeriodSeconds=5"})
    void slipsInValuesAreRefused(String slip) {
        String[] parts = slip.split("=");
        assertThatThrownBy(() -> rendered(helm -> helm.set(parts[0], parts[1])))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDatabaseAndItsPasswordMustBeGiven() {
        assertThatThrownBy(() -> helm().call()).hasMessageContaining("database.url must be set");
        assertThatThrownBy(() -> helm().set("database.url", "jdbc:postgresql://db/maestro").call())
                .hasMessageContaining("database.passwordSecret.name must be set");
    }

    private static TemplateCommand helm() {
        return new Helm(CHART).template().withName("trial").withNamespace("ns").withKubeVersion("1.31.0");
    }

    /** Rendered objects by kind and name. */
    private static Map<String, Tree> rendered(UnaryOperator<TemplateCommand> values) {
        var command = values.apply(helm()
                .set("database.url", "jdbc:postgresql://db/maestro")
                .set("database.passwordSecret.name", "login"));
        return objects(command.call()).collect(Collectors.toMap(
                object -> object.at("kind").text() + "/" + object.at("metadata/name").text(), object -> object));
    }

    private static Stream<Tree> objects(String yaml) {
        return Tree.all(yaml).stream().filter(document -> document.has("kind"));
    }

    private static Map<String, String> environment(Tree pod) {
        return pod.at("containers/0/env").items().stream().collect(Collectors.toMap(
                variable -> variable.at("name").text(),
                variable -> variable.at(variable.has("value") ? "value" : "valueFrom").text()));
    }
}
