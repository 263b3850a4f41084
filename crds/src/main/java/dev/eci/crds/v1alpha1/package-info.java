// SPDX-License-Identifier: Apache-2.0
/**
 * The API types: EciPolicy, EciNode and EciImage, group eci.dev, version v1alpha1. Schemas,
 * defaults and descriptions only. Policy decides what a field means, and {@code
 * dev.eci.crds.conversion} converts the types into those of policy.
 */
@NullMarked
package dev.eci.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
