// SPDX-License-Identifier: Apache-2.0
/**
 * The policies that the other parts see, and those of a host without Kubernetes: one watched file;
 * and where the paths that they allow lead. How the file is parsed is in crds.
 */
@NullMarked
package dev.eci.support.policy;

import org.jspecify.annotations.NullMarked;
