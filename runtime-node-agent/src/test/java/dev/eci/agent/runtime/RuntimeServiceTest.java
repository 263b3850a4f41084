package dev.eci.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.oci.BindSources;
import dev.eci.agent.oci.CriOrigins;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.HeldBind;
import dev.eci.agent.oci.InvalidConfig;
import dev.eci.agent.oci.Samples;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeServiceTest {
  @TempDir Path node;

  /** What the cluster looks like to one test. */
  private static final class Cluster implements ClusterView {
    boolean ready = true;
    Policies policies = new Policies(List.of(), List.of());
    Map<String, Map<String, String>> namespaces = Map.of("default", Map.of("team", "a"));

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public Policies policies() {
      return policies;
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
      return Optional.ofNullable(namespaces.get(namespace));
    }
  }

  private final Cluster cluster = new Cluster();

  private Answer ask(byte[] config) throws InvalidConfig {
    String header =
        "{\"protocol\":5,\"verb\":\"create\",\"id\":\"x\",\"bundle\":\"/b\",\"args\":[]}";
    FactsReader facts =
        new FactsReader(
            (_, _) -> true, new BindSources(new HostRoot(node), Map::of), new CriOrigins());
    return new RuntimeService(cluster, facts, Samples.rewrite(node), Duration.ofMillis(200))
        .apply(Request.parse(header.getBytes(StandardCharsets.UTF_8), config, new byte[0]));
  }

  private static EciPolicy policy(boolean unreadable) {
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName("all").build());
    policy.setSpec(
        new EciPolicySpec(
            null,
            null,
            null,
            new LabelSelectorBuilder().addToMatchLabels("team", "a").build(),
            null,
            // not implemented, so refused
            unreadable ? new LabelSelectorBuilder().addToMatchLabels("disk", "ssd").build() : null,
            null,
            null,
            null,
            null,
            null,
            unreadable ? new RuntimeSpec(null, null, RuntimeSpec.RuntimeEngine.crun, null) : null,
            null));
    return policy;
  }

  private void enforce() {
    if (PolicyReader.read(policy(false)) instanceof PolicyReader.Result.Valid valid) {
      cluster.policies = new Policies(List.of(valid.policy()), List.of());
    }
  }

  @Test
  void aProtectedPodKeepsWhatItsEngineGaveIt() throws InvalidConfig {
    enforce();
    for (String container : List.of("good-sandbox", "good-container", "priv-container")) {
      assertThat(ask(Samples.config(container)))
          .isInstanceOfSatisfying(
              Answer.Run.class,
              run -> {
                assertThat(run.rootfs()).isEmpty();
                assertThat(run.notices()).isEmpty();
                assertThat(run.binds())
                    .extracting(HeldBind::path)
                    .allMatch(p -> p.startsWith("/var/") || p.startsWith("/run/"));
              });
    }
  }

  @Test
  void aRefusalIsEcisSentence() throws InvalidConfig {
    enforce();
    String config =
        new String(Samples.config("good-container"), StandardCharsets.UTF_8)
            .replaceFirst(
                "\"source\":\"/var/lib/kubelet/pods/[^\"]*\"", "\"source\":\"/run/docker.sock\"");
    assertThat(ask(config.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Answer.Refuse.class,
            refused ->
                assertThat(refused.message())
                    .isEqualTo(
                        "enhanced container isolation: docker socket mount denied for container with image \"docker.io/eci-test/busybox\"; image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"all\". (RES-3, mounts[6])"));
  }

  @Test
  void withoutKnowledgeNothingIsCreated() throws InvalidConfig {
    cluster.ready = false;
    assertThat(ask(Samples.config("good-container")))
        .isInstanceOfSatisfying(
            Answer.Refuse.class,
            r -> assertThat(r.message()).contains("has not read the policies"));
    cluster.ready = true;
    cluster.namespaces = Map.of();
    assertThat(ask(Samples.config("good-container")))
        .isInstanceOfSatisfying(
            Answer.Refuse.class, r -> assertThat(r.message()).contains("namespace \"default\""));
  }

  @Test
  void anUnreadablePolicyClosesItsNamespacesOnly() throws InvalidConfig {
    if (PolicyReader.read(policy(true)) instanceof PolicyReader.Result.Invalid invalid) {
      cluster.policies = new Policies(List.of(), List.of(invalid));
    }
    assertThat(cluster.policies.invalid()).hasSize(1);
    assertThat(ask(Samples.config("good-container")))
        .isInstanceOfSatisfying(
            Answer.Refuse.class,
            r -> assertThat(r.message()).contains("EciPolicy \"all\" cannot be read"));
    cluster.namespaces = Map.of("default", Map.of("team", "b"));
    assertThat(ask(Samples.config("good-container"))).isInstanceOf(Answer.Run.class);
  }
}
