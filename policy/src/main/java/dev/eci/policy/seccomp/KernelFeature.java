// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a container of {@code kernelSurface: Reduced} does not reach of the kernel unless {@code
 * kernelFeatures} opens it: system calls, socket families, and netlink protocols. Many of these ask
 * for a capability that every user has in a user namespace of its own.
 *
 * <p>ptrace and process_vm_readv stay, because debuggers use them within the container. mount and
 * the mount API stay, because privileged containers mount. Source of the numbers:
 * include/linux/socket.h and include/uapi/linux/netlink.h of Linux 6.18.
 */
public enum KernelFeature {
  /**
   * unshare and clone with CLONE_NEWUSER. clone3 has its flags in memory, which no filter reads.
   */
  USER_NAMESPACES(Errno.ENOSYS, "clone3"),
  /** 32-bit system calls on x86-64. socketcall there has its family in memory. */
  IA32(),
  BPF(Errno.EPERM, "bpf"),
  PERF_EVENTS(Errno.EPERM, "perf_event_open"),
  IO_URING(Errno.ENOSYS, "io_uring_setup", "io_uring_enter", "io_uring_register"),
  KEYRINGS(Errno.ENOSYS, "add_key", "request_key", "keyctl"),
  USERFAULTFD(Errno.EPERM, "userfaultfd"),
  FILE_HANDLES(Errno.EPERM, "open_by_handle_at"),
  QUOTA(Errno.EPERM, "quotactl", "quotactl_fd"),
  SWAP(Errno.EPERM, "swapon", "swapoff"),
  ACCT(Errno.EPERM, "acct"),
  KEXEC(Errno.EPERM, "kexec_load", "kexec_file_load"),
  MODULES(Errno.EPERM, "init_module", "finit_module", "delete_module"),
  /** System calls that no C library calls any more. */
  OBSOLETE(
      Errno.ENOSYS,
      "_sysctl",
      "bdflush",
      "create_module",
      "get_kernel_syms",
      "lookup_dcookie",
      "nfsservctl",
      "query_module",
      "sysfs",
      "uselib",
      "ustat",
      "vm86",
      "vm86old"),

  AF_AX25(family(3)),
  AF_IPX(family(4)),
  AF_APPLETALK(family(5)),
  AF_NETROM(family(6)),
  AF_BRIDGE(family(7)),
  AF_ATMPVC(family(8)),
  AF_X25(family(9)),
  AF_ROSE(family(11)),
  AF_KEY(family(15)),
  AF_PACKET(family(17)),
  AF_ATMSVC(family(20)),
  AF_RDS(family(21)),
  AF_PPPOX(family(24)),
  AF_LLC(family(26)),
  AF_IB(family(27)),
  AF_MPLS(family(28)),
  AF_CAN(family(29)),
  AF_TIPC(family(30)),
  AF_BLUETOOTH(family(31)),
  AF_IUCV(family(32)),
  AF_RXRPC(family(33)),
  AF_ISDN(family(34)),
  AF_PHONET(family(35)),
  AF_IEEE802154(family(36)),
  AF_CAIF(family(37)),
  AF_ALG(family(38)),
  AF_NFC(family(39)),
  AF_VSOCK(family(40)),
  AF_KCM(family(41)),
  AF_QIPCRTR(family(42)),
  AF_SMC(family(43)),
  AF_XDP(family(44)),
  AF_MCTP(family(45)),

  NETLINK_XFRM(netlink(6)),
  NETLINK_ISCSI(netlink(8)),
  NETLINK_FIB_LOOKUP(netlink(10)),
  NETLINK_CONNECTOR(netlink(11)),
  /** NETLINK_NETFILTER: nf_tables, and what else nfnetlink configures. */
  NF_TABLES(netlink(12)),
  NETLINK_SCSITRANSPORT(netlink(18)),
  NETLINK_RDMA(netlink(20)),
  NETLINK_CRYPTO(netlink(21)),
  NETLINK_SMC(netlink(22));

  /** What the kernel answers to a denied system call. */
  private static final class Errno {
    static final int EPERM = 1;

    /** For calls that programs try first and do without. */
    static final int ENOSYS = 38;
  }

  private record Family(int number) {}

  private record Netlink(int protocol) {}

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> systemCalls;

  private final int errno;
  private final Optional<Integer> family;
  private final Optional<Integer> netlinkProtocol;

  KernelFeature() {
    this(Errno.EPERM);
  }

  KernelFeature(int errno, String... systemCalls) {
    this.systemCalls = List.of(systemCalls);
    this.errno = errno;
    this.family = Optional.empty();
    this.netlinkProtocol = Optional.empty();
  }

  KernelFeature(Family family) {
    this.systemCalls = List.of();
    this.errno = Errno.EPERM;
    this.family = Optional.of(family.number());
    this.netlinkProtocol = Optional.empty();
  }

  KernelFeature(Netlink netlink) {
    this.systemCalls = List.of();
    this.errno = Errno.EPERM;
    this.family = Optional.empty();
    this.netlinkProtocol = Optional.of(netlink.protocol());
  }

  private static Family family(int number) {
    return new Family(number);
  }

  private static Netlink netlink(int protocol) {
    return new Netlink(protocol);
  }

  /** System calls that are denied whatever their arguments are. */
  List<String> systemCalls() {
    return systemCalls;
  }

  /** What {@link #systemCalls} fail with. */
  int errno() {
    return errno;
  }

  /** The address family of sockets that it is about. */
  Optional<Integer> family() {
    return family;
  }

  /** The protocol of AF_NETLINK sockets that it is about. */
  Optional<Integer> netlinkProtocol() {
    return netlinkProtocol;
  }

  /** As policies write it: {@code io_uring}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The feature that a policy names. */
  public static Optional<KernelFeature> parse(String id) {
    return Arrays.stream(values()).filter(feature -> feature.id().equals(id)).findFirst();
  }

  /** All names, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(KernelFeature::id).collect(Collectors.joining(", "));
  }
}
