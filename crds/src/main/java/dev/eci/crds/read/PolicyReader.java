package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.DockerSocketMountSpec;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.HostPathsSpec;
import dev.eci.crds.v1alpha1.PolicyMode;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.PolicySource;
import dev.eci.policy.host.HostPathAllowances;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.SocketImages;
import dev.eci.policy.select.Exemption;
import dev.eci.policy.select.Selector;
import dev.eci.policy.select.SystemPods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an EciPolicy. */
public final class PolicyReader {
  /** The RuntimeClass where a policy names none. */
  public static final String DEFAULT_RUNTIME_CLASS = "eci";

  private PolicyReader() {}

  /** What came out: a policy, or everything that is wrong with it. */
  public sealed interface Result {
    record Valid(Policy policy, boolean enabled) implements Result {}

    /** {@code namespaces} is everything where the selector itself could not be read. */
    record Invalid(
        String name, boolean enabled, Mode mode, Selector namespaces, List<FieldError> errors)
        implements Result {
      public Invalid {
        errors = List.copyOf(errors);
      }
    }
  }

  /** Reads one. */
  public static Result read(EciPolicy written) {
    String name = written.getMetadata().getName();
    EciPolicySpec spec = written.getSpec();
    Errors errors = new Errors();
    if (spec == null) {
      errors.add("spec", "is missing; an empty one ({}) protects every pod with the defaults");
      return new Result.Invalid(name, true, Mode.ENFORCE, Selector.EVERYTHING, errors.found());
    }
    boolean enabled = !Boolean.FALSE.equals(spec.enabled());
    Unimplemented.check(spec, errors);
    Policy policy =
        new Policy(
            name,
            new PolicySource.Cluster(name),
            mode(spec.mode()),
            SelectorReader.read("spec.namespaceSelector", spec.namespaceSelector(), errors),
            SelectorReader.read("spec.podSelector", spec.podSelector(), errors),
            exemptions(spec, errors),
            socketImages("spec.dockerSocketMount", spec.dockerSocketMount(), errors)
                .knowing(ResolvedReader.read(written.getStatus())),
            CommandLists.read(
                "spec.dockerSocketMount.commandList",
                spec.dockerSocketMount() == null ? null : spec.dockerSocketMount().commandList(),
                errors),
            hostPaths("spec.hostPaths", spec.hostPaths(), errors),
            runtimeClassName(spec.runtime()),
            spec.runtime() != null
                && spec.runtime().userNamespaces() == RuntimeSpec.UserNamespaces.Preferred,
            isolatedClasses(spec.runtime()),
            WorkloadReader.read("spec.workloads", spec.workloads(), errors),
            TrustReader.read("spec.imageTrust", spec.imageTrust(), errors));
    return errors.found().isEmpty()
        ? new Result.Valid(policy, enabled)
        : new Result.Invalid(name, enabled, policy.mode(), policy.namespaces(), errors.found());
  }

  /** The RuntimeClass that {@code runtime} names, or the default. */
  public static String runtimeClassName(@Nullable RuntimeSpec runtime) {
    return runtime == null || runtime.className() == null
        ? DEFAULT_RUNTIME_CLASS
        : runtime.className();
  }

  private static Set<String> isolatedClasses(@Nullable RuntimeSpec runtime) {
    return runtime == null ? Set.of() : new HashSet<>(Lists.of(runtime.isolatedClasses()));
  }

  private static List<Exemption> exemptions(EciPolicySpec spec, Errors errors) {
    List<Exemption> written = ExemptionReader.read("spec.exemptions", spec.exemptions(), errors);
    return spec.systemPods() == EciPolicySpec.SystemPods.Protect
        ? written
        : Stream.concat(written.stream(), SystemPods.EXEMPTIONS.stream()).toList();
  }

  private static Mode mode(@Nullable PolicyMode written) {
    return switch (written) {
      case null -> Mode.ENFORCE;
      case ENFORCE -> Mode.ENFORCE;
      case WARN -> Mode.WARN;
      case AUDIT -> Mode.AUDIT;
    };
  }

  private static SocketImages socketImages(
      String field, @Nullable DockerSocketMountSpec socket, Errors errors) {
    if (socket == null) {
      return SocketImages.NONE;
    }
    List<String> images =
        socket.imageList() == null ? List.of() : Lists.of(socket.imageList().images());
    List<ImagePattern> patterns = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String image = images.get(i);
      errors
          .at("%s.imageList.images[%d]".formatted(field, i), () -> ImagePattern.parse(image))
          .ifPresent(patterns::add);
    }
    boolean derived =
        socket.imageList() != null && Boolean.TRUE.equals(socket.imageList().allowDerivedImages());
    return errors
        .at(field + ".imageList.images", () -> new ImageList(patterns))
        .map(list -> new SocketImages(list, derived, ResolvedImages.NONE))
        .orElse(SocketImages.NONE);
  }

  private static HostPathAllowances hostPaths(
      String field, @Nullable HostPathsSpec written, Errors errors) {
    if (written == null) {
      return new HostPathAllowances(List.of(), List.of());
    }
    return new HostPathAllowances(
        paths(field + ".allowed", written.allowed(), errors),
        paths(field + ".readOnlyAllowed", written.readOnlyAllowed(), errors));
  }

  private static List<NodePath> paths(String field, @Nullable List<String> written, Errors errors) {
    List<NodePath> paths = new ArrayList<>();
    List<String> entries = Lists.of(written);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      errors
          .at("%s[%d]".formatted(field, i), () -> HostPathAllowances.parseEntry(entry))
          .ifPresent(paths::add);
    }
    return paths;
  }
}
