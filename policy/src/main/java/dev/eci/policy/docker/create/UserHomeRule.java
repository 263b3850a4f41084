// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.Lookup.PathLookup;
import dev.eci.policy.docker.Lookup.VolumeLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResult.ContainerMount;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.UserHomes;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.UserDataMounts;
import dev.eci.policy.rule.HostPathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * RES-2 on a Docker host: a user's home is data of that user, and of the host's root. Containers
 * get what they have themselves. Shared directories, such as /srv and /tmp, belong to every caller,
 * unless a policy limits callers to what they own.
 */
public final class UserHomeRule {
  private UserHomeRule() {}

  /**
   * The caller's own container, if the decision depends on what it has.
   *
   * @param isShared whether all policies leave shared directories to every caller
   */
  public static Set<Lookup> openLookups(
      Caller caller,
      DockerEngineLayout engine,
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      boolean isShared) {
    if (!(caller instanceof Caller.InContainer container)
        || engine.isOnKubernetesNode()
        || userData(engine, requestedAccess, lookupResults).stream()
            .noneMatch(data -> data.isInHome() || !isShared)) {
      return Set.of();
    }
    ContainerLookup own = new ContainerLookup(container.containerId());
    Set<Lookup> open = new LinkedHashSet<>(Set.of(own));
    if (lookupResults.resultOf(own) instanceof LookupResult.Container found) {
      volumesOf(found).map(ContainerMount::name).map(VolumeLookup::new).forEach(open::add);
    }
    open.removeAll(lookupResults.results().keySet());
    return open;
  }

  /** The violations of an effective policy. */
  public static List<Violation> check(
      Caller caller,
      DockerEngineLayout engine,
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      EffectivePolicy policies,
      AllowanceTargets targets) {
    if (engine.isOnKubernetesNode() || (caller instanceof Caller.Host host && host.uid() == 0)) {
      return List.of();
    }
    HostPathContext context = HostPathContext.of(engine, targets);
    List<Violation> found = new ArrayList<>();
    for (DataMount data : userData(engine, requestedAccess, lookupResults)) {
      if (found.size() < RequestedAccess.MAX_VIOLATIONS
          && (data.isInHome() || !policies.sharesUserData())
          && !context.allows(data.path(), data.mount().readOnly(), policies)) {
        denial(caller, data, lookupResults, policies)
            .map(text ->
                new Violation(RuleId.RES_2, policies.policyName(), data.mount().field(), text))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<String> denial(
      Caller caller, DataMount data, LookupResults lookupResults, EffectivePolicy policies) {
    String path = data.path().value();
    return switch (caller) {
      case Caller.Host(long uid, _, _) -> {
        Optional<Long> owner = UserHomes.owner(data.owners());
        if (owner.isEmpty() && data.isInHome() && policies.sharesUserData()) {
          yield UserHomes.denial(uid, data.path(), data.owners(), data.ownersWithin())
              .map(why -> HostPathMessages.unownedHomeDenied(path, why, uid, policies.source()));
        }
        yield owner.filter(user -> user == uid).isPresent()
            ? Optional.empty()
            : Optional.of(
                HostPathMessages.dataOfOtherDenied(path, owner.orElse(0L), uid, policies.source()));
      }
      case Caller.InContainer(String id, _, _, _) ->
          isOwnMount(data, lookupResults, id)
              ? Optional.empty()
              : Optional.of(HostPathMessages.dataInContainerDenied(path, policies.source()));
      case Caller.Unknown ignored ->
          Optional.of(HostPathMessages.dataInContainerDenied(path, policies.source()));
    };
  }

  /** Whether the caller's container has the path, and for writing if that is requested. */
  private static boolean isOwnMount(DataMount data, LookupResults lookupResults, String id) {
    return lookupResults.resultOf(new ContainerLookup(id)) instanceof LookupResult.Container found
        && found.mounts().stream()
            .filter(mount -> data.mount().readOnly() || !mount.readOnly())
            .flatMap(mount -> sources(mount, lookupResults))
            .map(HostPath::parse)
            .flatMap(Optional::stream)
            .anyMatch(data.path()::startsWith);
  }

  /**
   * A volume that is a bind of a directory is that directory. A link in its name is not resolved:
   * it may lead elsewhere than when the container got it.
   */
  private static Stream<String> sources(ContainerMount mount, LookupResults lookupResults) {
    return Stream.concat(
        Stream.of(mount.source()),
        mount.type().equals("volume")
                && lookupResults.resultOf(new VolumeLookup(mount.name()))
                    instanceof LookupResult.Volume volume
            ? VolumeDriverOptionsRule.bound(volume).stream()
            : Stream.of());
  }

  private static Stream<ContainerMount> volumesOf(LookupResult.Container container) {
    return container.mounts().stream()
        .filter(mount -> mount.type().equals("volume") && !mount.name().isEmpty());
  }

  /** A mount of user data. */
  private record DataMount(
      HostMount mount, HostPath path, List<Long> owners, Set<Long> ownersWithin) {
    boolean isInHome() {
      return UserHomes.contains(path);
    }
  }

  /** By where the path leads. What is no user data needs an entry anyway. */
  private static List<DataMount> userData(
      DockerEngineLayout engine, RequestedAccess requestedAccess, LookupResults lookupResults) {
    List<DataMount> found = new ArrayList<>();
    for (HostMount mount : ResolvedAccess.of(requestedAccess, lookupResults).paths()) {
      if (lookupResults.resultOf(new PathLookup(mount.path()))
          instanceof LookupResult.RealPath(String real, List<Long> owners, Set<Long> within)) {
        HostPath.parse(real)
            .filter(path -> UserDataMounts.contains(engine, path))
            .ifPresent(path -> found.add(new DataMount(mount, path, owners, within)));
      }
    }
    return found;
  }
}
