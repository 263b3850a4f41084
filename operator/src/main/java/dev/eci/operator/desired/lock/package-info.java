/**
 * What {@code locked} means (RES-5): ValidatingAdmissionPolicies that keep the policies, and with
 * them our own objects, from everybody but the admin groups. Pure functions.
 */
@NullMarked
package dev.eci.operator.desired.lock;

import org.jspecify.annotations.NullMarked;
