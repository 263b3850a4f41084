/**
 * Policies written in a file: EciPolicy documents or an admin-settings.json, read as strictly as
 * the API server would. Decides nothing; what a field means is read's and policy's.
 */
@NullMarked
package dev.eci.crds.file;

import org.jspecify.annotations.NullMarked;
