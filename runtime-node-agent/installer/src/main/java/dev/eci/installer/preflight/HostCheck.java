// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

/** One requirement of a node. */
@FunctionalInterface
interface HostCheck {
  CheckResult check(HostFacts facts);
}
