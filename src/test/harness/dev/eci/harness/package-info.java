/**
 * Drives the real parts for tests and demo: the lab, a KinD cluster, the chart, kubectl. Knows how
 * to start and ask; what must come out is the tests' business.
 */
@NullMarked
package dev.eci.harness;

import org.jspecify.annotations.NullMarked;
