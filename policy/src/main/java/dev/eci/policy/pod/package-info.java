// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions about pods and pod templates at admission, one rule per class. The webhook reads the
 * pod and sends the decision, not this package.
 */
@NullMarked
package dev.eci.policy.pod;

import org.jspecify.annotations.NullMarked;
