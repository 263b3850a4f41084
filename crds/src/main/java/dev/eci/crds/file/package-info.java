// SPDX-License-Identifier: Apache-2.0
/**
 * Reads policies from files: EciPolicy documents or an admin-settings.json, as strictly as the API
 * server. What a field means is defined in {@code conversion} and in policy, not here.
 */
@NullMarked
package dev.eci.crds.file;

import org.jspecify.annotations.NullMarked;
