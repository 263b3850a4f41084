// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.IpPrefix;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of a network namespace, from {@code fib_trie} (all tables, with the addresses of the
 * node itself) and {@code ipv6_route} in its directory {@code /proc/PID/net}: the kernel's
 * net/ipv4/fib_trie.c and net/ipv6/ip6_fib.c write these files.
 */
final class RouteTable {
  private static final String LEAF = "|-- ";

  private RouteTable() {}

  /** Without the default routes, and without IPv6 if the kernel has none. */
  static List<IpPrefix> read(Path network) throws IOException {
    List<IpPrefix> routes = ipv4(Files.readAllLines(network.resolve("fib_trie")));
    try {
      routes.addAll(ipv6(Files.readAllLines(network.resolve("ipv6_route"))));
    } catch (NoSuchFileException e) {
      // started with ipv6.disable=1
    }
    return routes;
  }

  /** An address, and below it the prefixes of that address with their scopes. */
  private static List<IpPrefix> ipv4(List<String> lines) {
    List<IpPrefix> routes = new ArrayList<>();
    String address = "";
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith(LEAF)) {
        address = text.substring(LEAF.length());
      } else if (text.startsWith("/")) {
        add(address + text.split(" ", 2)[0], routes);
      }
    }
    return routes;
  }

  /** Destination and length, in hexadecimal digits, in front of each line. */
  private static List<IpPrefix> ipv6(List<String> lines) {
    List<IpPrefix> routes = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(" ", 3);
      int bits = Integer.parseInt(fields[1], 16);
      if (bits > 0) {
        routes.add(new IpPrefix(new BigInteger(fields[0], 16), fields[0].length() * 4, bits));
      }
    }
    return routes;
  }

  private static void add(String text, List<IpPrefix> routes) {
    IpPrefix.parse(text).filter(prefix -> prefix.bits() > 0).ifPresent(routes::add);
  }
}
