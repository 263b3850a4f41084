// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.DockerSocketMountSpec;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.HostPathsSpec;
import dev.eci.crds.v1alpha1.PolicyMode;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import dev.eci.crds.v1alpha1.VolumesSpec;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.DockerSocketPolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.PodSelection;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuntimePolicy;
import dev.eci.policy.model.VolumeAllowances;
import dev.eci.policy.pod.VolumeTypes;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.Selector;
import dev.eci.policy.selector.SystemPods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an EciPolicy. */
public final class PolicyReader {
  /** The RuntimeClass for policies that name none. */
  public static final String DEFAULT_RUNTIME_CLASS = "eci";

  /** Some 15 containers would use up the default pool of a node. */
  private static final long MAX_IDS = 16777216;

  private PolicyReader() {}

  /** A policy, or all errors in it. */
  public sealed interface Result {
    record Valid(Policy policy, boolean enabled) implements Result {}

    /** {@code namespaces} selects all namespaces if the selector itself is invalid. */
    record Invalid(
        String name,
        boolean enabled,
        EnforcementMode mode,
        Selector namespaces,
        List<FieldError> errors)
        implements Result {
      public Invalid {
        errors = List.copyOf(errors);
      }
    }
  }

  /** Reads a policy with its status. */
  public static Result read(EciPolicy written) {
    String name = written.getMetadata().getName();
    EciPolicySpec spec = written.getSpec();
    FieldErrors fieldErrors = new FieldErrors();
    if (spec == null) {
      fieldErrors.add(
          "spec", "is missing; an empty spec ({}) protects every pod with the defaults");
      return new Result.Invalid(
          name, true, EnforcementMode.ENFORCE, Selector.EVERYTHING, fieldErrors.found());
    }
    boolean enabled = !Boolean.FALSE.equals(spec.enabled());
    UnsupportedFields.check(spec, fieldErrors);
    Policy policy =
        new Policy(
            name,
            new PolicySource.Cluster(name),
            mode(spec.mode()),
            new PodSelection(
                SelectorReader.read(
                    "spec.namespaceSelector", spec.namespaceSelector(), fieldErrors),
                SelectorReader.read("spec.podSelector", spec.podSelector(), fieldErrors),
                exemptions(spec, fieldErrors)),
            new DockerSocketPolicy(
                socketImages("spec.dockerSocketMount", spec.dockerSocketMount(), fieldErrors)
                    .withResolvedImages(ResolvedReader.read(written.getStatus())),
                CommandListReader.read(
                    "spec.dockerSocketMount.commandList",
                    spec.dockerSocketMount() == null
                        ? null
                        : spec.dockerSocketMount().commandList(),
                    fieldErrors)),
            hostPaths("spec.hostPaths", spec.hostPaths(), fieldErrors),
            volumes("spec.volumes", spec.volumes(), fieldErrors),
            new RuntimePolicy(
                runtimeClassName(spec.runtime()),
                spec.runtime() != null
                    && spec.runtime().userNamespaces() == RuntimeSpec.UserNamespaces.Preferred,
                idCount(spec.runtime(), fieldErrors),
                sandboxedRuntimeClasses(spec.runtime()),
                KernelSurfaceReader.read("spec.runtime", spec.runtime(), fieldErrors)),
            WorkloadReader.read("spec.workloads", spec.workloads(), fieldErrors),
            TrustReader.read("spec.imageTrust", spec.imageTrust(), fieldErrors),
            Boolean.TRUE.equals(spec.locked()));
    return fieldErrors.found().isEmpty()
        ? new Result.Valid(policy, enabled)
        : new Result.Invalid(
            name, enabled, policy.mode(), policy.selection().namespaces(), fieldErrors.found());
  }

  /** The RuntimeClass that {@code runtime} names, or the default. */
  public static String runtimeClassName(@Nullable RuntimeSpec runtime) {
    return runtime == null || runtime.className() == null
        ? DEFAULT_RUNTIME_CLASS
        : runtime.className();
  }

  private static long idCount(@Nullable RuntimeSpec runtime, FieldErrors fieldErrors) {
    if (runtime == null || runtime.ids() == null) {
      return IdRange.SIZE;
    }
    long ids = runtime.ids();
    if (ids < IdRange.SIZE || ids > MAX_IDS || ids % IdRange.SIZE != 0) {
      fieldErrors.add(
          "spec.runtime.ids", "must be a multiple of 65536, at most %d".formatted(MAX_IDS));
      return IdRange.SIZE;
    }
    return ids;
  }

  private static Set<String> sandboxedRuntimeClasses(@Nullable RuntimeSpec runtime) {
    return runtime == null ? Set.of() : new HashSet<>(NullSafeLists.of(runtime.isolatedClasses()));
  }

  private static List<Exemption> exemptions(EciPolicySpec spec, FieldErrors fieldErrors) {
    List<Exemption> written =
        ExemptionReader.read("spec.exemptions", spec.exemptions(), fieldErrors);
    return spec.systemPods() == EciPolicySpec.SystemPods.Protect
        ? written
        : Stream.concat(written.stream(), SystemPods.EXEMPTIONS.stream()).toList();
  }

  private static EnforcementMode mode(@Nullable PolicyMode written) {
    return switch (written) {
      case null -> EnforcementMode.ENFORCE;
      case ENFORCE -> EnforcementMode.ENFORCE;
      case WARN -> EnforcementMode.WARN;
      case AUDIT -> EnforcementMode.AUDIT;
    };
  }

  private static DockerSocketImages socketImages(
      String field, @Nullable DockerSocketMountSpec socket, FieldErrors fieldErrors) {
    if (socket == null) {
      return DockerSocketImages.NONE;
    }
    List<String> images =
        socket.imageList() == null ? List.of() : NullSafeLists.of(socket.imageList().images());
    List<ImagePattern> patterns = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String image = images.get(i);
      fieldErrors
          .capture("%s.imageList.images[%d]".formatted(field, i), () -> ImagePattern.parse(image))
          .ifPresent(patterns::add);
    }
    boolean derived =
        socket.imageList() != null && Boolean.TRUE.equals(socket.imageList().allowDerivedImages());
    return fieldErrors
        .capture(field + ".imageList.images", () -> new ImageList(patterns))
        .map(list -> new DockerSocketImages(list, derived, ResolvedImages.NONE))
        .orElse(DockerSocketImages.NONE);
  }

  private static HostPathAllowances hostPaths(
      String field, @Nullable HostPathsSpec written, FieldErrors fieldErrors) {
    if (written == null) {
      return HostPathAllowances.NONE;
    }
    return new HostPathAllowances(
        paths(field + ".allowed", written.allowed(), fieldErrors),
        paths(field + ".readOnlyAllowed", written.readOnlyAllowed(), fieldErrors),
        written.dockerHostDefaults() != HostPathsSpec.DockerHostDefaults.Deny,
        written.dockerHostUserData() != HostPathsSpec.DockerHostUserData.CallerOwned);
  }

  private static VolumeAllowances volumes(
      String field, @Nullable VolumesSpec written, FieldErrors fieldErrors) {
    if (written == null) {
      return VolumeAllowances.NONE;
    }
    List<String> types = NullSafeLists.of(written.allowedTypes());
    for (int i = 0; i < types.size(); i++) {
      if (!VolumeTypes.ATTACHED.contains(types.get(i))) {
        fieldErrors.add(
            "%s.allowedTypes[%d]".formatted(field, i),
            "%s is not a volume type that needs this; use one of %s"
                .formatted(
                    UntrustedText.quote(types.get(i)), String.join(", ", VolumeTypes.ATTACHED)));
      }
    }
    return new VolumeAllowances(new HashSet<>(types));
  }

  private static List<HostPath> paths(
      String field, @Nullable List<String> written, FieldErrors fieldErrors) {
    List<HostPath> paths = new ArrayList<>();
    List<String> entries = NullSafeLists.of(written);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      fieldErrors
          .capture("%s[%d]".formatted(field, i), () -> HostPathAllowances.parseEntry(entry))
          .ifPresent(paths::add);
    }
    return paths;
  }
}
