// SPDX-License-Identifier: Apache-2.0
/**
 * What of the kernel a container reaches ({@code spec.runtime.kernelSurface}), as rules that are
 * merged under the seccomp profile of its config.json.
 */
@NullMarked
package dev.eci.policy.seccomp;

import org.jspecify.annotations.NullMarked;
