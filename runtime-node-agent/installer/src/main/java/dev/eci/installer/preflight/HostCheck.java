package dev.eci.installer.preflight;

/** One thing that a node must be able to do. */
@FunctionalInterface
interface HostCheck {
  CheckResult check(HostFacts facts);
}
