// SPDX-License-Identifier: Apache-2.0
/**
 * Drives the real parts for tests and demo: the lab, a KinD cluster, the chart, kubectl. It starts
 * and queries them; the tests assert the results.
 */
@NullMarked
package dev.eci.harness;

import org.jspecify.annotations.NullMarked;
