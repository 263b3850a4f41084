package dev.eci.policy;

import dev.eci.policy.image.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Docker Desktop's own sentences (ECI.md RES-3), which people search for and tools match, and ours
 * in the same voice. Only the tail differs: it names the place where the setting really is. What
 * strangers wrote stands in quotes, so that it forges no lines in a terminal or a log.
 */
public final class EciText {
  private static final String LEAD = "enhanced container isolation: ";

  private static final String UNDONE =
      "try again, and if that does not help look for another mutating webhook that takes it away.";

  private EciText() {}

  /** RES-3, Docker's socket: the image list can allow it. */
  public static String dockerSocketDenied(String image, PolicySource policy) {
    return LEAD
        + "docker socket mount denied for container with image %s; image is not in the allowed list; "
            .formatted(Quoted.of(image))
        + ifYouWish("configure the docker socket image list in %s.".formatted(policy.place()));
  }

  /** SOCK-2: the name is listed, and nobody knows yet what it stands for. */
  public static String imageUnresolved(String image, String problem, PolicySource policy) {
    return LEAD
        + "docker socket mount denied for container with image %s; it is not known yet which content its registry has under that name%s; "
            .formatted(Quoted.of(image), problem.isEmpty() ? "" : ", because " + Quoted.of(problem))
        + "try again in a few seconds, and if that does not help see %s.".formatted(images(policy));
  }

  /** SOCK-2: what was known is too old. */
  public static String imageStale(String image, Instant checked, PolicySource policy) {
    return LEAD
        + "docker socket mount denied for container with image %s; its registry has not said since %s which content it has under that name; "
            .formatted(Quoted.of(image), checked.truncatedTo(ChronoUnit.SECONDS))
        + "see %s, or list the image by digest, which needs no registry.".formatted(images(policy));
  }

  private static String images(PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? "condition ImagesResolved of %s".formatted(policy.place())
        : "eci-agent status";
  }

  /**
   * RES-3, any other engine's socket: no list allows it, since nothing filters what goes through
   * it.
   */
  public static String engineSocketDenied(String engine, String image, PolicySource policy) {
    return LEAD
        + "%s socket mount denied for container with image %s; ".formatted(engine, Quoted.of(image))
        + unless("this container's pod", policy);
  }

  /** RES-1. */
  public static String hostNamespaceDenied(String namespace, PolicySource policy) {
    return LEAD
        + "sharing the node's %s namespace is denied; ".formatted(namespace)
        + (policy instanceof PolicySource.Cluster
            ? unless("this pod", policy)
            : "leave out --%s=host%s."
                .formatted(
                    namespace.equals("cgroup") ? "cgroupns" : namespace,
                    namespace.equals("cgroup")
                        ? " (and \"default-cgroupns-mode\" in daemon.json)"
                        : ""));
  }

  /** RES-2. */
  public static String nodePathDenied(String path, PolicySource policy) {
    return LEAD
        + "mount of node path %s is denied; ".formatted(Quoted.of(path))
        + ifYouWish(
            policy instanceof PolicySource.AdminSettings
                ? "write an EciPolicy with spec.hostPaths in place of admin-settings.json, which knows no such list."
                : "add it to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-2, for a directory above an engine's socket, which no list of paths may open. */
  public static String nodePathAboveSocketDenied(String path, String engine, PolicySource policy) {
    return LEAD
        + "mount of node path %s is denied, because the %s socket is reached through it; mount what is needed and not all of it (Docker's socket itself, /var/run/docker.sock, is for images in the docker socket image list of %s); "
            .formatted(Quoted.of(path), engine, policy.place())
        + unless("this pod", policy);
  }

  /** ISO-1. */
  public static String ownUserNamespaceRequired(PolicySource policy) {
    return LEAD
        + "a container without a user namespace of its own is denied; "
        + (policy instanceof PolicySource.Cluster
            ? "leave hostUsers unset or set it to false, or " + exempt("this pod", policy)
            : "leave out --userns=host.");
  }

  /** ISO-1, where no policy is about the pod: the runtime itself asks for it. */
  public static String ownUserNamespaceRequired() {
    return LEAD
        + "a container without a user namespace of its own is not created by this runtime; "
        + "set hostUsers: false, or leave runtimeClassName unset.";
  }

  /** ISO-7. */
  public static String foreignRuntimeClass(String asked, String wanted, PolicySource policy) {
    return LEAD
        + "runtime class %s is denied; leave runtimeClassName unset or set it to \"%s\", or "
            .formatted(Quoted.of(asked), wanted)
        + exempt("this pod", policy);
  }

  /** ISO-1, {@code userNamespaces: Required}. */
  public static String windowsPod(PolicySource policy) {
    return LEAD
        + "a Windows pod is denied, because Windows has no user namespaces; "
        + ifYouWish(
            "set spec.runtime.userNamespaces: Preferred in %s, or %s"
                .formatted(policy.place(), exempt("this pod", policy)));
  }

  /** ISO-1, {@code userNamespaces: Required}. */
  public static String nodeCannotProtect(String node, PolicySource policy) {
    return LEAD
        + "a pod on node %s is denied, because that node cannot run protected pods (kubectl get ecinodes tells why); leave nodeName unset so that another node is found, set spec.runtime.userNamespaces: Preferred in %s, or %s"
            .formatted(Quoted.of(node), policy.place(), exempt("this pod", policy));
  }

  /** ISO-1, {@code userNamespaces: Preferred}. */
  public static String unprotected(String why) {
    return LEAD
        + "the pod runs unprotected, because %s and its policy says userNamespaces: Preferred."
            .formatted(why);
  }

  /** ISO-3, {@code userNamespaces: Required}, known from the volume's type. */
  public static String volumeTypeNotShiftable(String name, String type, PolicySource policy) {
    return LEAD
        + "the owners of volume %s cannot be shifted, because it is of type %s; "
            .formatted(Quoted.of(name), type)
        + "if you wish to have it with all files owned by nobody, set spec.runtime.userNamespaces: Preferred in %s, or %s"
            .formatted(policy.place(), exempt("this pod", policy));
  }

  /** ISO-3, {@code userNamespaces: Preferred}, known from the volume's type. */
  public static String volumeTypeNotShifted(String name, String type) {
    return LEAD
        + "files of volume %s are owned by nobody inside, because it is of type %s, which cannot shift owners."
            .formatted(Quoted.of(name), type);
  }

  /** ISO-4. */
  public static String rawDeviceDenied(String volume, PolicySource policy) {
    return LEAD
        + "raw block volume %s is denied, because a device of the node is of no use in a user namespace; mount it as a file system (volumeMode: Filesystem), or %s"
            .formatted(Quoted.of(volume), exempt("this pod", policy));
  }

  /** ISO-4. */
  public static String nodeSysctlDenied(String sysctl, PolicySource policy) {
    return LEAD
        + "sysctl %s is denied, because it is the node's and not the pod's own; leave it out, or %s"
            .formatted(Quoted.of(sysctl), exempt("this pod", policy));
  }

  /** RES-2, through a persistent volume. */
  public static String persistentVolumeDenied(String volume, String path, PolicySource policy) {
    return LEAD
        + "persistent volume %s is denied, because it is node path %s; "
            .formatted(Quoted.of(volume), Quoted.of(path))
        + ifYouWish("add the path to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-2 and RES-3, through a persistent volume. */
  public static String persistentVolumeReachesSocket(
      String volume, String path, String engine, PolicySource policy) {
    return LEAD
        + "persistent volume %s is denied, because it is node path %s, which gives the %s socket unfiltered; "
            .formatted(Quoted.of(volume), Quoted.of(path), engine)
        + unless("what uses it", policy);
  }

  /** RES-2, through a driver. */
  public static String driverPathDenied(String driver, String path, PolicySource policy) {
    return LEAD
        + "node path %s through volume driver %s is denied; "
            .formatted(Quoted.of(path), Quoted.of(driver))
        + ifYouWish("add it to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-4. */
  public static String gitVolumeDenied(PolicySource policy) {
    return LEAD
        + "a gitRepo volume is denied, because the kubelet runs git on the node for it; clone in an init container into an emptyDir volume, or "
        + exempt("this pod", policy);
  }

  /** RES-4. */
  public static String nodeConsoleDenied(PolicySource policy) {
    return LEAD
        + "a console on the node is denied (kubectl debug node/, or a pod that enters the node's processes or root directory); "
        + unless("this pod", policy);
  }

  /** RES-4, a right that admission cannot take back. */
  public static String grantReachesNode(String grant) {
    return LEAD
        + "%s grants nodes/proxy, the kubelet's own API: whoever has it runs commands in every container of a node, also in those that are not protected. (RES-4)"
            .formatted(grant);
  }

  /** RES-4, a right that admission cannot take back. */
  public static String grantReachesExempt(String grant, String namespace, PolicySource policy) {
    return LEAD
        + "%s lets people run commands in pods of namespace %s, some of which %s exempts: those may run as the node does. (RES-4)"
            .formatted(grant, Quoted.of(namespace), policy.place());
  }

  /** What was done to a pod. */
  public static String socketSwapped(String volume, String path) {
    return LEAD
        + "volume %s is the node's filtered docker socket %s instead of the engine's own."
            .formatted(Quoted.of(volume), path);
  }

  /** What was done to a pod. */
  public static String imagePinned(String container, String image) {
    return LEAD
        + "container %s runs image %s, the digest that was checked."
            .formatted(Quoted.of(container), Quoted.of(image));
  }

  /** RES-3, at the last check. */
  public static String socketNotSwapped(String volume) {
    return LEAD
        + "the pod is about to be stored with the engine's own docker socket in volume %s; "
            .formatted(Quoted.of(volume))
        + UNDONE;
  }

  /** RES-3, at the last check. */
  public static String imageNotPinned(String container, String image) {
    return LEAD
        + "the pod is about to be stored with another image for container %s than %s, which was checked; "
            .formatted(Quoted.of(container), Quoted.of(image))
        + UNDONE;
  }

  /** ISO-7, at the last check: what sets it did not see the pod, or another undid it. */
  public static String runtimeClassMissing(String wanted) {
    return LEAD
        + "the pod is about to be stored without runtime class \"%s\", which is set on creation; "
            .formatted(wanted)
        + UNDONE;
  }

  /**
   * RES-1: a container without a range, or with one that we did not give, shares nothing with ours.
   */
  public static String namespaceOfUnprotected() {
    return LEAD
        + "sharing the namespaces of a container that is not protected is denied; create that container anew under this runtime. (RES-1, linux.namespaces)";
  }

  /** RES-1: exclusive ranges (ISO-2) leave no ids that two of them could share. */
  public static String namespacesOfSeveralRanges() {
    return LEAD
        + "sharing the namespaces of several containers with different id ranges is denied; let all of them share those of one container. (RES-1, linux.namespaces)";
  }

  /** RES-1: nothing is known of what a dead process ran with. */
  public static String sharedContainerGone() {
    return LEAD + "the container whose namespaces are to be shared does not run any more.";
  }

  /**
   * SOCK-4.
   *
   * @param target as the caller sent it
   */
  public static String commandBlocked(String target, PolicySource policy) {
    return LEAD
        + "docker command %s is blocked; ".formatted(Quoted.of(target))
        + ifYouWish("configure the docker socket command list in %s.".formatted(policy.place()));
  }

  /** SOCK-5: what manages the node is for people on the node. */
  public static String nodeCommandBlocked(String target) {
    return LEAD
        + "docker command %s is blocked for containers whatever the command list says, because it is about the node itself; use it on the node."
            .formatted(Quoted.of(target));
  }

  /** SOCK-5: what nobody has judged yet. */
  public static String unknownOperation(String method, String target) {
    return LEAD
        + "%s %s is no operation of the engine that this version knows, so it is denied; update the node agent if the engine is newer."
            .formatted(Quoted.of(method).replace("\"", ""), Quoted.of(target));
  }

  /** SOCK-5: an option that nobody has judged yet. */
  public static String unknownOption(String field) {
    return LEAD
        + "option %s is not known to this version, so it is denied; leave it out, or update the node agent if the engine is newer."
            .formatted(Quoted.of(field));
  }

  /** ISO-7. */
  public static String foreignRuntime(String asked, String wanted) {
    return LEAD
        + "runtime %s is denied; leave out --runtime, or set it to \"%s\"."
            .formatted(Quoted.of(asked), wanted);
  }

  /** ISO-1: plugins have what their configuration asks for, up to the whole node. */
  public static String pluginDenied() {
    return LEAD
        + "engine plugins are denied, because they run on the node outside of any user namespace; install them before protection is switched on.";
  }

  /** ISO-10. */
  public static String entitlementDenied(String entitlement) {
    return LEAD
        + "build entitlement %s is denied, because a build step would leave its isolation by it; leave out --allow."
            .formatted(Quoted.of(entitlement));
  }

  /** ISO-10, a step of a definition that a client made itself. */
  public static String buildStepDenied(String entitlement) {
    return LEAD
        + "a build step that needs %s is denied, because it would leave its isolation; leave out the step's network mode HOST or security mode INSECURE."
            .formatted(Quoted.of(entitlement));
  }

  /** ISO-10, on a Kubernetes node. */
  public static String buildsUnprotected() {
    return LEAD
        + "docker build is denied on this node, because build steps would run without a user namespace of their own; start the node's dockerd with DOCKER_BUILDKIT_RUNC_COMMAND=/opt/eci/docker/bin/eci-runtime in its environment, or build in a pod.";
  }

  /** ISO-10, on a Kubernetes node. */
  public static String classicBuildDenied() {
    return LEAD
        + "docker build without BuildKit is denied on this node, because its steps would run without a user namespace of their own; leave out DOCKER_BUILDKIT=0.";
  }

  /** RES-3, on a Kubernetes node. */
  public static String unfilteredSocketDenied(String path, String filtered) {
    return LEAD
        + "mount of %s is denied, because on this node it is the engine's own socket, which nothing filters; mount %s."
            .formatted(Quoted.of(path), Quoted.of(filtered));
  }

  /** RES-2, mounts of other kinds than bind, volume, tmpfs and image. */
  public static String mountTypeDenied(String type) {
    return LEAD
        + "a mount of type %s is denied, because it cannot be told what of the node it shows; use bind, volume, tmpfs or image."
            .formatted(Quoted.of(type));
  }

  /** RES-2, a volume whose driver options mount something. */
  public static String volumeTypeDenied(String type) {
    return LEAD
        + "a volume that is a mount of file system type %s is denied, because the node can be reached through it; "
            .formatted(Quoted.of(type))
        + "leave out --opt type, or use one that holds data such as nfs or tmpfs.";
  }

  /** RES-2. */
  public static String cgroupParentDenied(String parent) {
    return LEAD
        + "cgroup parent %s is denied, because it climbs to another one by \"..\"; name the cgroup itself."
            .formatted(Quoted.of(parent));
  }

  /** SOCK-5: what is done in it would be done outside of any protection. */
  public static String unprotectedContainer(String name) {
    return LEAD
        + "container %s is not protected, so other containers may not reach into it; create it anew under this runtime."
            .formatted(Quoted.of(name));
  }

  /** ISO-3, {@code userNamespaces: Required}. */
  public static String volumeNotShiftable(String destination, String source, String type) {
    return LEAD
        + "the owners of volume %s cannot be shifted, because %s is on a file system of type %s; "
            .formatted(Quoted.of(destination), Quoted.of(source), Quoted.of(type))
        + "if you wish to have it with all files owned by nobody, set spec.runtime.userNamespaces: Preferred in an EciPolicy.";
  }

  /** ISO-3, {@code userNamespaces: Preferred}. */
  public static String volumeNotShifted(String destination, String source, String type) {
    return LEAD
        + "files of volume %s are owned by nobody inside, because %s is on a file system of type %s, which cannot shift owners."
            .formatted(Quoted.of(destination), Quoted.of(source), Quoted.of(type));
  }

  /** ISO-3, the root file system, for which nothing else will do. */
  public static String rootNotShiftable(String path, String type) {
    return LEAD
        + "the owners of the root file system at %s cannot be shifted, because it is of type %s; "
            .formatted(Quoted.of(path), Quoted.of(type))
        + "use a storage driver on a file system that can, such as ext4, xfs or btrfs.";
  }

  /** ISO-1, ISO-3: the container's root is root on disk in what people share with it. */
  public static String notNosuid(String source, String directory, String why) {
    return LEAD
        + "%s is shared with a container and can be reached by users of the host, where set-user-ID programs would give them root, and %s could not be mounted nosuid (%s); "
            .formatted(Quoted.of(source), Quoted.of(directory), why)
        + "mount it nosuid, or put the data where only root can walk to.";
  }

  /** ISO-3: shifting twice gives owners that nobody has. */
  public static String rootAlreadyShifted(String path) {
    return LEAD
        + "the root file system at %s is still that of an earlier run; it is cleared away within a minute, or by a restart of the engine."
            .formatted(Quoted.of(path));
  }

  /** ISO-3: the network is the node's or the CRI's, so the container's root sets nothing in it. */
  public static String networkSettingDenied(String sysctl) {
    return LEAD
        + "sysctl %s cannot be set, because the container does not own its network; "
            .formatted(Quoted.of(sysctl))
        + "leave it out, or use hostUsers: false on a node whose engine supports user namespaces (containerd 2).";
  }

  /** The same, where it was the engine's own default. */
  public static String networkSettingLeftOut(String sysctl) {
    return LEAD
        + "sysctl %s, a default of the engine, is not set, because the container does not own its network."
            .formatted(Quoted.of(sysctl));
  }

  /** RES-2, a volume that shows the node rather than data. */
  public static String volumeOfFileSystem(String path, String type) {
    return LEAD
        + "the volume at %s is a mount of file system type %s, through which the node can be reached; "
            .formatted(Quoted.of(path), Quoted.of(type))
        + "create the volume without --opt type, or with one that holds data such as nfs or tmpfs.";
  }

  /** Who does not know the engine's directories can tell nobody's files apart. */
  public static String engineUnknown() {
    return LEAD
        + "the node agent has not found the dockerd that it is for yet; try again in a few seconds, and if that does not help see eci-agent status.";
  }

  /** Of a container whose namespace was deleted, or not read yet. */
  public static String namespaceUnknown(String namespace) {
    return LEAD
        + "the node agent does not know namespace %s (yet), so that it cannot tell which policies hold for the container; try again in a few seconds."
            .formatted(Quoted.of(namespace));
  }

  /** ISO-6: annotations that are the runtime's orders rather than notes. */
  public static String annotationLeftOut(String name) {
    return LEAD
        + "annotation %s is left out, because runtimes take it for an order about the node."
            .formatted(Quoted.of(name));
  }

  /** ISO-8. */
  public static String runsUnprotected(PolicySource policy) {
    return LEAD
        + "the pod runs unprotected, because it was created before %s was in force or past it; create it anew to have it protected."
            .formatted(policy.place());
  }

  /** RES-4: told only, since whoever may grant this may grant anything. */
  public static String nodeConsoleGranted(
      String who, String resource, String role, String namespace) {
    return LEAD
        + "%s may use %s by role %s%s, which leads to a console on nodes around every policy; take it out of that role, or make sure that only node admins have it."
            .formatted(
                Quoted.of(who),
                Quoted.of(resource),
                Quoted.of(role),
                namespace.isEmpty() ? "" : " in namespace " + Quoted.of(namespace));
  }

  private static String ifYouWish(String remedy) {
    return "if you wish to allow it, " + remedy;
  }

  /** A Docker host knows no exemptions. */
  private static String unless(String what, PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? ifYouWish(exempt(what, policy))
        : "nothing in %s can allow it.".formatted(policy.place());
  }

  private static String exempt(String what, PolicySource policy) {
    return "exempt %s in spec.exemptions of %s.".formatted(what, policy.place());
  }
}
