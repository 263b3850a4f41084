/** The build step that writes the CRD YAML of the chart. Not part of any running program. */
@NullMarked
package dev.eci.crds.generate;

import org.jspecify.annotations.NullMarked;
