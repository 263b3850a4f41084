// SPDX-License-Identifier: Apache-2.0
/**
 * Signed images, with operator and webhook as they are, an API server and an image registry; no
 * cluster, since nothing has to run.
 */
@NullMarked
package dev.eci.system.trust;

import org.jspecify.annotations.NullMarked;
