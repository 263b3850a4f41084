package dev.eci.policy;

import dev.eci.policy.host.HostPathAllowances;
import dev.eci.policy.image.ImageList;
import dev.eci.policy.select.Exemption;
import dev.eci.policy.select.Selector;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A policy that protects everything and allows nothing, but for what a test says. */
public final class APolicy {
  /** A cluster's unless a test says otherwise. */
  public @Nullable PolicySource source;

  public Mode mode = Mode.ENFORCE;
  public Selector namespaces = Selector.EVERYTHING;
  public Selector pods = Selector.EVERYTHING;
  public List<Exemption> exemptions = List.of();
  public List<String> socketImages = List.of();
  public List<String> allowed = List.of();
  public List<String> readOnlyAllowed = List.of();
  public String runtimeClassName = "eci";
  public boolean toleratesUnshifted = false;

  private APolicy() {}

  public static Policy named(String name) {
    return named(name, p -> {});
  }

  public static Policy named(String name, Consumer<APolicy> with) {
    APolicy p = new APolicy();
    with.accept(p);
    return new Policy(
        name,
        p.source == null ? new PolicySource.Cluster(name) : p.source,
        p.mode,
        p.namespaces,
        p.pods,
        p.exemptions,
        ImageList.parse(p.socketImages),
        HostPathAllowances.parse(p.allowed, p.readOnlyAllowed),
        p.runtimeClassName,
        p.toleratesUnshifted);
  }

  /** The group of Enforce policies among {@code policies}. */
  public static PolicyGroup enforcing(Policy... policies) {
    PolicyGroup group = PolicyGroup.byMode(List.of(policies)).get(Mode.ENFORCE);
    if (group == null) {
      throw new IllegalArgumentException("no Enforce policy given");
    }
    return group;
  }
}
