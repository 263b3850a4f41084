// SPDX-License-Identifier: Apache-2.0
/**
 * Which pods a policy applies to: label selectors and exemptions. What happens to those pods is not
 * decided here.
 */
@NullMarked
package dev.eci.policy.selector;

import org.jspecify.annotations.NullMarked;
