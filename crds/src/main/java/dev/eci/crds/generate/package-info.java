// SPDX-License-Identifier: Apache-2.0
/**
 * The build step that writes the CRD YAML of the chart and the Markdown reference of its fields. No
 * program that runs in production uses it.
 */
@NullMarked
package dev.eci.crds.generate;

import org.jspecify.annotations.NullMarked;
