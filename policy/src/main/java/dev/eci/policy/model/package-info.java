/**
 * What every decision is made of: a policy as it is decided on, the policies that apply to one
 * workload, the rules by ID, and a violation. No rule and no message lives here.
 */
@NullMarked
package dev.eci.policy.model;

import org.jspecify.annotations.NullMarked;
