/**
 * The API as people write it: EciPolicy and EciNode, group eci.dev, version v1alpha1. Shapes,
 * defaults and help texts only; what a field means is decided in policy, and {@code
 * dev.eci.crds.conversion} turns one into the other.
 */
@NullMarked
package dev.eci.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
