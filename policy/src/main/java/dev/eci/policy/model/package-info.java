// SPDX-License-Identifier: Apache-2.0
/**
 * The inputs and results of every decision: a policy, the policies that apply to one workload, the
 * rules by ID, and a violation. No rule and no message belongs here.
 */
@NullMarked
package dev.eci.policy.model;

import org.jspecify.annotations.NullMarked;
