package dev.eci.agent.check;

/** One thing that a node must be able to do. */
@FunctionalInterface
interface HostCheck {
  Finding check(HostFacts facts);
}
