// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A range of IP addresses.
 *
 * @param first any address of the range, of {@code length} bits
 * @param length 32 for IPv4, 128 for IPv6
 * @param bits that all addresses of the range have in common
 */
public record IpPrefix(BigInteger first, int length, int bits) {
  private static final int IPV4 = 32;
  private static final int IPV6 = 128;
  private static final int GROUPS = 8;

  /** RFC 1918, RFC 6598 and RFC 4193: what no node reaches elsewhere, unless it has a route. */
  private static final List<IpPrefix> PRIVATE =
      List.of(
          of("10.0.0.0/8"),
          of("172.16.0.0/12"),
          of("192.168.0.0/16"),
          of("100.64.0.0/10"),
          of("fc00::/7"));

  /**
   * Reads {@code 10.1.0.0/16}, or an address, which is a range of one. Scoped and embedded
   * addresses have no use here, and readers differ on them.
   */
  public static Optional<IpPrefix> parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    int length = host.contains(":") ? IPV6 : IPV4;
    String bits = slash < 0 ? Integer.toString(length) : text.substring(slash + 1);
    if (!bits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(bits) > length) {
      return Optional.empty();
    }
    return (length == IPV4 ? ipv4(host) : ipv6(host))
        .map(first -> new IpPrefix(first, length, Integer.parseInt(bits)));
  }

  private static Optional<BigInteger> ipv4(String host) {
    String part = "(0|[1-9][0-9]{0,2})";
    if (!host.matches(part + "(\\." + part + "){3}")) {
      return Optional.empty();
    }
    List<Integer> parts = List.of(host.split("\\.", -1)).stream().map(Integer::valueOf).toList();
    return parts.stream().allMatch(value -> value < 256)
        ? Optional.of(number(parts, 8))
        : Optional.empty();
  }

  private static Optional<BigInteger> ipv6(String host) {
    int gap = host.indexOf("::");
    List<Integer> groups = new ArrayList<>();
    if (gap < 0) {
      return tryRead(host, groups) && groups.size() == GROUPS ? unmapped(groups) : Optional.empty();
    }
    List<Integer> behind = new ArrayList<>();
    if (!tryRead(host.substring(0, gap), groups) || !tryRead(host.substring(gap + 2), behind)) {
      return Optional.empty();
    }
    int zeros = GROUPS - groups.size() - behind.size();
    if (zeros < 1) {
      return Optional.empty();
    }
    groups.addAll(Collections.nCopies(zeros, 0));
    groups.addAll(behind);
    return unmapped(groups);
  }

  private static boolean tryRead(String text, List<Integer> groups) {
    if (text.isEmpty()) {
      return true;
    }
    for (String group : text.split(":", -1)) {
      if (!group.matches("[0-9A-Fa-f]{1,4}")) {
        return false;
      }
      groups.add(Integer.parseInt(group, 16));
    }
    return true;
  }

  /** Not an IPv4 address in the form of IPv6 (RFC 4291, section 2.5.5.2). */
  private static Optional<BigInteger> unmapped(List<Integer> groups) {
    return groups.subList(0, 6).equals(List.of(0, 0, 0, 0, 0, 0xffff))
        ? Optional.empty()
        : Optional.of(number(groups, 16));
  }

  private static BigInteger number(List<Integer> parts, int bits) {
    BigInteger number = BigInteger.ZERO;
    for (int part : parts) {
      number = number.shiftLeft(bits).or(BigInteger.valueOf(part));
    }
    return number;
  }

  private static IpPrefix of(String text) {
    return parse(text).orElseThrow();
  }

  /** Whether an address is in both. */
  public boolean overlaps(IpPrefix other) {
    int behind = length - Math.min(bits, other.bits);
    return length == other.length
        && first.shiftRight(behind).equals(other.first.shiftRight(behind));
  }

  /** Whether all of its addresses are private ones. */
  public boolean isPrivate() {
    return PRIVATE.stream().anyMatch(range -> range.bits <= bits && range.overlaps(this));
  }

  /** {@code 10.1.0.0/16}; IPv6 with all of its groups. */
  @Override
  public String toString() {
    int step = length == IPV4 ? 8 : 16;
    return IntStream.iterate(length - step, at -> at >= 0, at -> at - step)
            .map(at -> first.shiftRight(at).intValue() & ((1 << step) - 1))
            .mapToObj(part -> length == IPV4 ? Integer.toString(part) : Integer.toHexString(part))
            .collect(Collectors.joining(length == IPV4 ? "." : ":"))
        + "/"
        + bits;
  }
}
