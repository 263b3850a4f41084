// SPDX-License-Identifier: Apache-2.0
/**
 * What users run, as data: each row of resources/gallery runs on a Docker Engine or in a namespace
 * without ECI and on a protected one, and what both print is compared. No rule is tested here by
 * itself.
 */
@NullMarked
package dev.eci.system.gallery;

import org.jspecify.annotations.NullMarked;
