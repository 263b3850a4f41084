// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.command.CommandRules;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.image.AnyTagPattern;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.seccomp.KernelSurface;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A policy that protects everything and allows nothing, except for what a test sets. */
public final class PolicyBuilder {
  /** The digest of every listed tag, which never changed. */
  public static final String DIGEST = "sha256:" + "d".repeat(64);

  public static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  /** A cluster's unless a test sets another. */
  public @Nullable PolicySource source;

  public EnforcementMode mode = EnforcementMode.ENFORCE;
  public Selector namespaces = Selector.EVERYTHING;
  public Selector pods = Selector.EVERYTHING;
  public List<Exemption> exemptions = List.of();
  public List<String> socketImages = List.of();
  public boolean derived = false;

  /** References that are resolved in addition to the listed ones. */
  public List<String> known = List.of();

  public CommandRules socketCommands = CommandRules.NONE;
  public List<String> allowed = List.of();
  public List<String> readOnlyAllowed = List.of();
  public boolean allowsDockerHostDefaults = true;
  public Set<String> volumeTypes = Set.of();
  public boolean sharesUserData = true;
  public String runtimeClassName = "eci";
  public boolean allowsUnmappedVolumes = false;
  public long idCount = 65536;
  public Set<String> sandboxedClasses = Set.of();
  public KernelSurface kernel = KernelSurface.BASELINE;
  public boolean locked = false;
  public ImageTrustPolicy trust = ImageTrustPolicy.NONE;

  private PolicyBuilder() {}

  public static Policy named(String name) {
    return named(name, p -> {});
  }

  public static Policy named(String name, Consumer<PolicyBuilder> with) {
    PolicyBuilder p = new PolicyBuilder();
    with.accept(p);
    return new Policy(
        name,
        p.source == null ? new PolicySource.Cluster(name) : p.source,
        p.mode,
        new PodSelection(p.namespaces, p.pods, p.exemptions),
        new DockerSocketPolicy(p.images(), p.socketCommands),
        p.hostPaths(),
        new VolumeAllowances(p.volumeTypes),
        new RuntimePolicy(
            p.runtimeClassName, p.allowsUnmappedVolumes, p.idCount, p.sandboxedClasses, p.kernel),
        List.of(),
        p.trust,
        p.locked);
  }

  private HostPathAllowances hostPaths() {
    HostPathAllowances parsed = HostPathAllowances.parse(allowed, readOnlyAllowed);
    return new HostPathAllowances(
        parsed.allowed(), parsed.readOnlyAllowed(), allowsDockerHostDefaults, sharesUserData);
  }

  private DockerSocketImages images() {
    ImageList list = ImageList.parse(socketImages);
    ResolvedImages resolved = ResolvedImages.NONE;
    ResolvedReference answer =
        ResolvedReference.NEVER.withDigest(
            new ResolvedDigest(DIGEST, Set.of(), Instant.parse("2100-01-01T00:00:00Z")));
    List<String> references =
        Stream.concat(
                list.patterns().stream()
                    .filter(entry -> entry instanceof TagPattern || entry instanceof AnyTagPattern)
                    .map(ImagePattern::toString)
                    .map(entry -> entry.replaceFirst("[*]$", "cli")),
                known.stream())
            .toList();
    for (String reference : references) {
      resolved = resolved.withResolved(ResolvedImages.key(ImageReference.parse(reference)), answer);
    }
    return new DockerSocketImages(list, derived, resolved);
  }

  /** The effective policy of the Enforce policies among {@code policies}. */
  public static EffectivePolicy enforcing(Policy... policies) {
    EffectivePolicy policy =
        EffectivePolicy.byMode(List.of(policies), NOW).get(EnforcementMode.ENFORCE);
    if (policy == null) {
      throw new IllegalArgumentException("no Enforce policy given");
    }
    return policy;
  }
}
