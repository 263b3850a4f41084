// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import dev.eci.runtimeservice.oci.BindSource;
import dev.eci.runtimeservice.oci.CriOriginResolver;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.PathAliasResolver;
import dev.eci.runtimeservice.oci.SpecSamples;
import dev.eci.support.host.HostRoot;
import dev.eci.support.policy.PolicyView;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeServiceTest {
  @TempDir Path node;

  /** The policies and namespaces of one test. */
  private static final class Cluster implements PolicyView {
    boolean ready = true;
    PolicySnapshot policies = new PolicySnapshot(List.of(), List.of());
    Map<String, Map<String, String>> namespaces = Map.of("default", Map.of("team", "a"));

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public PolicySnapshot policies() {
      return policies;
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
      return Optional.ofNullable(namespaces.get(namespace));
    }
  }

  private final Cluster cluster = new Cluster();

  private static CreateRequest request(byte[] config) throws InvalidSpecException {
    String header =
        "{\"protocol\":6,\"verb\":\"create\",\"id\":\"x\",\"bundle\":\"/b\",\"args\":[]}";
    return CreateRequest.parse(
        header.getBytes(StandardCharsets.UTF_8),
        config,
        "21 1 8:1 / / rw - ext4 /dev/a rw\n".getBytes(StandardCharsets.UTF_8));
  }

  private RuntimeService service() {
    FactsReader facts =
        new FactsReader(
            (_, _) -> true,
            new PathAliasResolver(new HostRoot(node), Map::of),
            new CriOriginResolver());
    return new RuntimeService(cluster, facts, SpecSamples.rewriter(node), Duration.ofMillis(200));
  }

  private CreateResponse create(byte[] config) throws InvalidSpecException {
    return service().handle(request(config));
  }

  @Test
  void leavesRequestUnchanged() throws InvalidSpecException {
    String annotations =
        "\"annotations\":{\"run.oci.handler\":\"x\",\"io.kubernetes.cri.sandbox-name\":\"web\"}";
    String config =
        "{\"root\":{\"path\":\"/r\"},%s,\"linux\":{},\"mounts\":[{\"destination\":\"/d\",\"type\":\"bind\",\"source\":\"/srv/d\",\"options\":[\"rbind\"]}]}"
            .formatted(annotations);
    CreateRequest request = request(config.getBytes(StandardCharsets.UTF_8));
    byte[] before = request.config().bytes();
    List<String> reported = new ArrayList<>();
    CreateHandler handler =
        new NoticeHandler(
            service(),
            (container, notice) -> reported.add(container.podName() + " " + notice.reason()));

    assertThat(handler.handle(request))
        .isInstanceOfSatisfying(
            CreateResponse.Allow.class,
            allow -> {
              assertThat(allow.config()).isPresent();
              assertThat(allow.config().orElseThrow()).isNotEqualTo(before);
              assertThat(allow.plan().rootfs()).isPresent();
              assertThat(allow.plan().binds()).hasSize(1);
            });
    assertThat(request.config().bytes()).isEqualTo(before);
    assertThat(reported).containsExactly("web AnnotationIgnored");

    assertThat(new CriAnnotationStripper(handler).handle(request))
        .isInstanceOf(CreateResponse.Allow.class);
    assertThat(request.config().bytes()).isEqualTo(before);
    assertThat(reported).containsExactly("web AnnotationIgnored", " AnnotationIgnored");
  }

  private static EciPolicy policy(boolean invalid) {
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName("all").build());
    policy.setSpec(
        new EciPolicySpec(
            null,
            null,
            null,
            new LabelSelectorBuilder().addToMatchLabels("team", "a").build(),
            null,
            // not implemented, so invalid
            invalid ? new LabelSelectorBuilder().addToMatchLabels("disk", "ssd").build() : null,
            null,
            null,
            null,
            null,
            null,
            null,
            invalid
                ? new RuntimeSpec(
                    null, null, RuntimeSpec.RuntimeEngine.crun, null, null, null, null)
                : null,
            null));
    return policy;
  }

  private void enforce() {
    if (PolicyReader.read(policy(false)) instanceof PolicyReader.Result.Valid valid) {
      cluster.policies = new PolicySnapshot(List.of(valid.policy()), List.of());
    }
  }

  @Test
  void keepsRootfsAndBindSourcesOfProtectedPod() throws InvalidSpecException {
    enforce();
    for (String container : List.of("good-sandbox", "good-container", "priv-container")) {
      assertThat(create(SpecSamples.config(container)))
          .isInstanceOfSatisfying(
              CreateResponse.Allow.class,
              allow -> {
                assertThat(allow.plan().rootfs()).isEmpty();
                assertThat(allow.notices()).isEmpty();
                assertThat(allow.plan().binds())
                    .extracting(BindSource::path)
                    .allMatch(p -> p.startsWith("/var/") || p.startsWith("/run/"));
              });
    }
  }

  @Test
  void reportsDockerDesktopDenialMessage() throws InvalidSpecException {
    enforce();
    String config =
        new String(SpecSamples.config("good-container"), StandardCharsets.UTF_8)
            .replaceFirst(
                "\"source\":\"/var/lib/kubelet/pods/[^\"]*\"", "\"source\":\"/run/docker.sock\"");
    assertThat(create(config.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            CreateResponse.Deny.class,
            denied ->
                assertThat(denied.message())
                    .isEqualTo(
                        "enhanced container isolation: docker socket mount denied for container with image \"docker.io/eci-test/busybox\"; image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"all\". (RES-3, mounts[6])"));
  }

  @Test
  void deniesCreateWhenClusterStateIsUnknown() throws InvalidSpecException {
    cluster.ready = false;
    assertThat(create(SpecSamples.config("good-container")))
        .isInstanceOfSatisfying(
            CreateResponse.Deny.class,
            r -> assertThat(r.message()).contains("has not read the policies"));
    cluster.ready = true;
    cluster.namespaces = Map.of();
    assertThat(create(SpecSamples.config("good-container")))
        .isInstanceOfSatisfying(
            CreateResponse.Deny.class,
            r -> assertThat(r.message()).contains("namespace \"default\""));
  }

  @Test
  void deniesOnlyNamespacesOfInvalidPolicy() throws InvalidSpecException {
    if (PolicyReader.read(policy(true)) instanceof PolicyReader.Result.Invalid invalid) {
      cluster.policies = new PolicySnapshot(List.of(), List.of(invalid));
    }
    assertThat(cluster.policies.invalid()).hasSize(1);
    assertThat(create(SpecSamples.config("good-container")))
        .isInstanceOfSatisfying(
            CreateResponse.Deny.class,
            r ->
                assertThat(r.message())
                    .contains(
                        "EciPolicy \"all\" cannot be read",
                        "containers it might apply to are denied until the policy is fixed."));
    cluster.namespaces = Map.of("default", Map.of("team", "b"));
    assertThat(create(SpecSamples.config("good-container")))
        .isInstanceOf(CreateResponse.Allow.class);
  }
}
